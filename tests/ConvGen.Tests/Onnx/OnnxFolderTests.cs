using System.Runtime.InteropServices;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Onnx;

/// <summary>Writes models with inputs and ConvGen's outputs, to compare with another ONNX runtime: into the folder
/// named by <c>CONVGEN_ONNX_FOLDER</c>, or into a temporary one. benchmarks/ConvGen.Comparison/Onnx/Check reads them.
/// </summary>
[Trait("Category", "Slow")]
public sealed class OnnxFolderTests : IDisposable
{
    private const int RandomCount = 200, Samples = 3;

    private const string ImportedPrefix = "Imported.";

    private static readonly string? Named =
        Environment.GetEnvironmentVariable("CONVGEN_ONNX_FOLDER") is { Length: > 0 } named ? named : null;

    private readonly string _folder = Directory.CreateDirectory(
        Named ?? Path.Combine(Path.GetTempPath(), $"convgen-onnx-{Guid.NewGuid():N}")).FullName;

    public void Dispose()
    {
        if (Named is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Every_network_is_written_with_its_predictions()
    {
        int networks = 0;
        foreach ((string name, ITestNetwork network) in Networks())
        {
            Write(name, network.ToOnnx(), network, seed: networks++);
        }

        Assert.Equal(
            3 * networks,
            Directory.EnumerateFiles(_folder).Count(file => !Path.GetFileName(file).StartsWith(ImportedPrefix, StringComparison.Ordinal)));
        Assert.True(networks >= RandomCount / (Named is null ? 10 : 1), $"{networks} networks");
    }

    [Fact]
    public void Every_imported_model_is_written_with_the_predictions_of_its_network()
    {
        int seed = 0;
        foreach ((string name, byte[] model) in ForeignModels.All)
        {
            Write(ImportedPrefix + name, model, ForeignModelTests.Networks[name], seed++);
        }

        Assert.Equal(3 * ForeignModels.All.Count, Directory.EnumerateFiles(_folder, ImportedPrefix + "*").Count());
        Assert.True(ForeignModels.All.Count >= 30, $"{ForeignModels.All.Count} models");
    }

    private void Write(string name, byte[] model, ITestNetwork network, int seed)
    {
        float[] inputs = Behaviour.Noise.Draw(Samples * network.InputLength, seed);
        float[] outputs = new float[Samples * network.OutputLength];
        network.Predict(inputs, outputs);
        File.WriteAllBytes(Path.Combine(_folder, name + ".onnx"), model);
        File.WriteAllBytes(Path.Combine(_folder, name + ".inputs"), MemoryMarshal.AsBytes(inputs.AsSpan()));
        File.WriteAllBytes(Path.Combine(_folder, name + ".outputs"), MemoryMarshal.AsBytes(outputs.AsSpan()));
    }

    // Writes all models if the variable is set, otherwise a few to test writing.
    private static IEnumerable<(string Name, ITestNetwork Network)> Networks()
    {
        IReadOnlyList<MatrixCase> cases = RandomNetworks.Draw(Named is null ? RandomCount / 10 : RandomCount, seed: 77);
        NetworkBatch batch = new("OnnxFolder", cases.Select(@case => @case.Network));
        foreach (MatrixCase @case in cases)
        {
            yield return (@case.Network.Name, batch.Create(@case.Network, NetworkMatrix.SeedOf(@case.Network.Name)));
        }

        foreach ((string name, ITestNetwork network) in GraphMatrixTests.Networks.Take(Named is null ? 5 : int.MaxValue))
        {
            yield return (name, network);
        }

        foreach (string name in SampleNetworks.Names)
        {
            yield return (name, SampleNetworks.Create(name, seed: 4));
        }
    }
}
