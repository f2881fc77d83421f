using System.Text.Json;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Contest;

/// <summary>The description of a network for a worker process: this record as JSON, and the files that it names. All
/// files are raw 32-bit values without a header, in the byte order of the machine.</summary>
/// <param name="Name">n1 to n6.</param>
/// <param name="InputShape">Channels, height, width; or the length of a flat input.</param>
/// <param name="OutputShape">Channels, height, width; or the number of classes.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Trains">Whether softmax and cross-entropy follow the last layer. If not, the network predicts only.</param>
/// <param name="ParameterShapes">Weight and bias of each layer that has them, in the order of the layers and of PyTorch.</param>
/// <param name="ParameterFile">The values of all parameters, one after the other.</param>
/// <param name="ImageFile">All images, one after the other, each in <c>[channel][row][column]</c> order.</param>
/// <param name="LabelFile">Their classes, 0 to 9.</param>
/// <param name="Images">The number of images.</param>
internal sealed record PeerNetwork(
    string Name,
    int[] InputShape,
    int[] OutputShape,
    PeerLayer[] Layers,
    bool Trains,
    int[][] ParameterShapes,
    string ParameterFile,
    string ImageFile,
    string LabelFile,
    int Images)
{
    /// <summary>Floats of one image.</summary>
    public int InputLength() => InputShape.Aggregate((product, size) => product * size);

    /// <summary>Floats of the outputs for one image.</summary>
    public int OutputLength() => OutputShape.Aggregate((product, size) => product * size);

    /// <summary>The shape of a batch.</summary>
    public long[] BatchShape(int batch) => [batch, .. InputShape.Select(size => (long)size)];

    /// <summary>The shape of the outputs for a batch.</summary>
    public long[] OutputBatchShape(int batch) => [batch, .. OutputShape.Select(size => (long)size)];

    /// <summary>The path of a network's description.</summary>
    public static string DescriptionFile(string folder, string name) => Path.Combine(folder, name + ".json");

    /// <summary>Reads the description of a network.</summary>
    public static PeerNetwork Read(string folder, string name) =>
        JsonSerializer.Deserialize<PeerNetwork>(File.ReadAllText(DescriptionFile(folder, name)), Message.Json)!;

    /// <summary>Reads the initial weights.</summary>
    public float[][] ReadParameters()
    {
        float[] all = Values.Read<float>(ParameterFile);
        var parameters = new float[ParameterShapes.Length][];
        int first = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            int length = ParameterShapes[i].Aggregate((product, size) => product * size);
            parameters[i] = all[first..(first + length)];
            first += length;
        }

        return parameters;
    }

    /// <summary>Reads images and labels.</summary>
    public SpeedData ReadData() => new(Values.Read<float>(ImageFile), Values.Read<int>(LabelFile));
}
