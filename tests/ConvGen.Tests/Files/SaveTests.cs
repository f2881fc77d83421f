using System.Runtime.InteropServices;

namespace ConvGen.Tests.Files;

public sealed class SaveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-save-").FullName;

    private string Saved => Path.Combine(_folder, "net.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Saved_weights_are_loaded_bit_for_bit()
    {
        SavedNet network = new(seed: 1), loaded = new(seed: 2);
        float[] odd = Values(network.Parameters["Dense2.weight"]);
        (odd[0], odd[1], odd[2]) = (float.NegativeInfinity, -0f, float.Epsilon);
        odd[3] = BitConverter.Int32BitsToSingle(0x7FC12345);
        network.Parameters["Dense2.weight"].CopyFrom(odd);

        network.Save(Saved);
        loaded.Load(Saved);
        Assert.Equal(Bits(network), Bits(loaded));
        Assert.NotEqual(Bits(network), Bits(new SavedNet(seed: 2)));
    }

    [Fact]
    public void A_loaded_network_gives_the_same_predictions()
    {
        SavedNet network = new(seed: 1), loaded = new(seed: 2);
        float[] image = TestImage(), before = Predict(loaded, image);
        loaded.FromBytes(network.ToBytes());
        Assert.Equal(Predict(network, image), Predict(loaded, image));
        Assert.NotEqual(before, Predict(loaded, image));
    }

    [Fact]
    public void A_file_contains_the_bytes_and_no_temporary_file_remains()
    {
        SavedNet network = new(seed: 1);
        File.WriteAllText(Saved, "what was there before");
        network.Save(Saved);
        Assert.Equal(network.ToBytes(), File.ReadAllBytes(Saved));
        Assert.Equal([Saved], Directory.GetFileSystemEntries(_folder));
        Assert.Equal(network.ToBytes(), new SavedNet(seed: 1).ToBytes());
    }

    [Fact]
    public void Tensors_have_the_names_the_shapes_and_the_order_of_pytorch()
    {
        SavedNet network = new(seed: 1);
        var file = PlainFile.Read(network.ToBytes());
        (string Name, string Type, int[] Shape, float[] Values)[] tensors = file.Tensors.ToArray();
        Assert.Equal(
            ["Conv1.weight 3x1x3x3", "Conv1.bias 3", "Dense1.weight 5x27", "Dense1.bias 5", "Dense2.weight 3x5", "Dense2.bias 3"],
            tensors.Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Shape)}"));
        Assert.All(tensors, tensor => Assert.Equal("F32", tensor.Type));
        Assert.All(tensors, tensor => Assert.Equal(Values(network.Parameters[tensor.Name]), tensor.Values));
        Assert.Equal(0, file.Header.Length % 8);
    }

    [Fact]
    public void The_metadata_contain_architecture_fingerprint_and_checksum()
    {
        var file = PlainFile.Read(new SavedNet().ToBytes());
        Dictionary<string, string> metadata = file.Metadata;
        Assert.Equal("pt", metadata["format"]);
        Assert.Equal("weights", metadata["convgen.content"]);
        Assert.Equal("SavedNet", metadata["convgen.network"]);
        Assert.Equal(
            """
            input 1x6x6
            Conv 3x3, stride 1x1, dilation 1x1, padding 1 1 1 1 -> 3x6x6 with Conv1.weight 3x1x3x3, Conv1.bias 3
            MaxPool 2x2, stride 2x2, dilation 1x1, padding 0 0 0 0 -> 3x3x3
            ReLU -> 3x3x3
            Dense -> 5 with Dense1.weight 5x27, Dense1.bias 5
            Tanh -> 5
            Dense -> 3 with Dense2.weight 3x5, Dense2.bias 3
            """,
            metadata["convgen.architecture"]);
        Assert.Equal(64, metadata["convgen.fingerprint"].Length);
        Assert.Equal(file.ChecksumOf(metadata["convgen.sha256"]), metadata["convgen.sha256"]);
    }

    [Fact]
    public void A_class_with_the_same_function_loads_the_file()
    {
        SavedNet network = new(seed: 1);
        SavedNetAsItPredicts loaded = new();
        loaded.FromBytes(network.ToBytes());
        Assert.Equal(network.Parameters.SelectMany(Values), loaded.Parameters.SelectMany(Values));
        Assert.Equal(
            PlainFile.Read(network.ToBytes()).Metadata["convgen.fingerprint"],
            PlainFile.Read(loaded.ToBytes()).Metadata["convgen.fingerprint"]);
    }

    [Fact]
    public void A_class_with_another_function_loads_the_file_only_if_requested()
    {
        OtherwisePooledNet network = new(seed: 1);
        byte[] bytes = new SavedNet(seed: 2).ToBytes();
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => network.FromBytes(bytes));
        Assert.Contains("the same as OtherwisePooledNet; expected \"Average", exception.Message, StringComparison.Ordinal);
        Assert.Contains("in line 3 of its architecture", exception.Message, StringComparison.Ordinal);
        Assert.Contains("found \"MaxPool 2x2", exception.Message, StringComparison.Ordinal);
        Assert.Equal(new OtherwisePooledNet(seed: 1).Parameters.SelectMany(Values), network.Parameters.SelectMany(Values));

        network.FromBytes(bytes, requireSameArchitecture: false);
        Assert.Equal(new SavedNet(seed: 2).Parameters.SelectMany(Values), network.Parameters.SelectMany(Values));
    }

    [Fact]
    public void Other_shapes_are_reported_even_if_any_architecture_is_accepted()
    {
        byte[] bytes = new SavedNet().ToBytes();
        NetworkFileException exception = Assert.Throws<NetworkFileException>(
            () => new WiderNet().FromBytes(bytes, requireSameArchitecture: false));
        Assert.Contains("tensor Dense1.weight: expected the shape 6x27, found 5x27", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_messages_name_the_file()
    {
        File.WriteAllBytes(Saved, [1, 2, 3]);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => new SavedNet().Load(Saved));
        Assert.Equal($"{Saved}: expected at least 8 bytes, found 3.", exception.Message);
        Assert.Equal(Saved, exception.Path);
        exception = Assert.Throws<NetworkFileException>(() => new SavedNet().FromBytes([]));
        Assert.Equal("The bytes: expected at least 8 bytes, found 0.", exception.Message);
        Assert.Null(exception.Path);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_gives_the_usual_exception()
    {
        SavedNet network = new();
        Assert.Throws<FileNotFoundException>(() => network.Load(Saved));
        Assert.Throws<DirectoryNotFoundException>(() => network.Save(Path.Combine(Saved, "below")));
        Assert.Throws<ArgumentNullException>(() => network.Load(null!));
        Assert.Throws<ArgumentException>(() => network.Save(""));
        Assert.Throws<ArgumentNullException>(() => ((SavedNet)null!).ToBytes());
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_symbolic_link_is_kept_and_its_target_is_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            // Links need a privilege there; what is saved without one is what the other tests load.
            return;
        }

        string link = Path.Combine(_folder, "latest");
        File.WriteAllText(Saved, "what was there before");
        File.SetUnixFileMode(Saved, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, Saved);
        new SavedNet(seed: 1).Save(link);
        Assert.Equal(new SavedNet(seed: 1).ToBytes(), File.ReadAllBytes(Saved));
        Assert.Equal(Saved, new FileInfo(link).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Saved));
    }

    [Fact]
    public void A_member_declared_by_the_user_takes_precedence()
    {
        OwnSaveNet network = new(seed: 1);
        Assert.Equal("a way of 2 tensors", network.Save("a way"));
        OwnSaveNet loaded = new(seed: 2);
        loaded.FromBytes(network.ToBytes());
        Assert.Equal(Values(network.Parameters["Größe.weight"]), Values(loaded.Parameters["Größe.weight"]));
    }

    internal static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    internal static int[] Bits<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork> =>
        MemoryMarshal.Cast<float, int>(network.Parameters.SelectMany(Values).ToArray()).ToArray();

    internal static float[] TestImage() => [.. Enumerable.Range(0, SavedNet.InputLength).Select(i => MathF.Sin(i))];

    private static float[] Predict(SavedNet network, float[] image)
    {
        float[] outputs = new float[SavedNet.OutputLength];
        network.Predict(image, outputs);
        return outputs;
    }
}
