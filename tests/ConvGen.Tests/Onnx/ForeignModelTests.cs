using ConvGen.Onnx;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Onnx;

/// <summary>Imported models give the results that ONNX defines, or are rejected.</summary>
public sealed class ForeignModelTests
{
    private const double LargestError = 2e-6;

    private static readonly Lazy<IReadOnlyDictionary<string, ITestNetwork>> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. ForeignModels.All.Select(model => model.Name)];

    /// <summary>The models, imported and compiled.</summary>
    internal static IReadOnlyDictionary<string, ITestNetwork> Networks => Compiled.Value;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_gives_the_results_of_its_nodes(string name)
    {
        ITestNetwork network = Networks[name];
        float[] inputs = Behaviour.Noise.Draw(3 * network.InputLength, seed: 5), answers = new float[3 * network.OutputLength];
        network.Predict(inputs, answers);
        double[] expected = PlainModel.Run(ForeignModels.All.Single(model => model.Name == name).Bytes, inputs);
        Assert.Equal(expected.Length, answers.Length);
        double largest = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(answers), pair => Assert.InRange(pair.Second, pair.First - LargestError * largest, pair.First + LargestError * largest));
    }

    private static Dictionary<string, ITestNetwork> Compile()
    {
        (string Name, OnnxNetwork Network)[] imported =
            [.. ForeignModels.All.Select(model => (model.Name, OnnxNetwork.Parse(model.Bytes)))];
        CompiledProject project = new UserProject
        {
            Name = "Foreign",
            Sources = [.. imported.Select(model => model.Network.Declaration(model.Name, "Foreign"))],
            AllowDesignWarnings = true,
        }.Compile();
        return imported.ToDictionary(model => model.Name, model =>
        {
            ITestNetwork network = project.Create($"Foreign.{model.Name}");
            network.FromBytes(model.Network.Weights());
            return network;
        });
    }
}
