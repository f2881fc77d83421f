using ConvGen.Generators.Common;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Rendering;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Tests.Matrix;

/// <summary>
/// Values with several readers, in networks that no attributes declare yet. A residual block <c>x + conv(x)</c> equals a single
/// convolution with 1 added to the weight at the centre of each filter's own channel, so a chain with that convolution gives the expected
/// outputs and gradients.
/// </summary>
public sealed class SharedValueTests
{
    private const int Samples = 11;

    /// <summary>The layers, the index of the layer whose input is added to its output, and how many times it is added.</summary>
    private static readonly (string Name, string Layers, int Layer, int Times)[] Cases =
    [
        ("Block", "[Network(3, 6, 6)] [Conv(8, 3, Pad = 1), ReLU, Conv(8, 3, Pad = 1), ReLU, Dense(3), SoftmaxCrossEntropy]", 2, 1),
        ("OddSizes", "[Network(2, 7, 9)] [Conv(5, 3, Pad = 1), Tanh, Conv(5, 3, Pad = 1), Dense(4), SoftmaxCrossEntropy]", 2, 1),
        ("NetworkInput", "[Network(5, 7, 6)] [Conv(5, 3, Pad = 1), ReLU, Dense(3), SoftmaxCrossEntropy]", 0, 1),
        ("FlatInput", "[Network(9)] [Dense(9), Sigmoid, Dense(3), SoftmaxCrossEntropy]", 0, 1),
        ("ThreeReaders", "[Network(1, 8, 8)] [Conv(8, 3), ReLU, Conv(8, 3, Pad = 1), ReLU, Dense(3), SoftmaxCrossEntropy]", 2, 2),
        ("Pooled", "[Network(1, 12, 12)] [Conv(16, 3), MaxPool(2), ReLU, Conv(16, 3, Pad = 1), MaxPool(2), Dense(3), SoftmaxCrossEntropy]", 3, 1),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_with_several_readers_gets_the_sum_of_their_gradients(string name)
    {
        (_, string layers, int layer, int times) = Cases.Single(@case => @case.Name == name);
        ITestNetwork chain = Compile($"{name}Chain", layers, network => network);
        ITestNetwork residual = Compile($"{name}Residual", layers, network => AddInputToOutput(network, layer, times));
        foreach (Parameter parameter in residual.Parameters)
        {
            float[] values = Noise.Draw(parameter.Length, seed: 3);
            parameter.CopyFrom(values);
            bool isAdded = parameter.Name == (name switch { "NetworkInput" => "Conv1", "FlatInput" => "Dense1", _ => "Conv2" }) + ".weight";
            chain.Parameters[parameter.Name].CopyFrom(isAdded ? WithIdentity(values, [.. parameter.Shape], times) : values);
        }

        float[] inputs = Noise.Draw(Samples * chain.InputLength, seed: 5);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % chain.OutputLength)];
        Agreement.AssertClose("output", Predict(chain, inputs), Floats.From(Predict(residual, inputs)));

        Gradients expected = chain.CreateGradients(), actual = residual.CreateGradients();
        chain.Backpropagate(inputs, labels, expected);
        residual.Backpropagate(inputs, labels, actual);
        foreach (Parameter parameter in residual.Parameters)
        {
            float[] found = new float[parameter.Length];
            actual[parameter.Name].CopyTo(found);
            float[] wanted = new float[parameter.Length];
            expected[parameter.Name].CopyTo(wanted);
            Agreement.AssertClose(parameter.Name, [.. wanted.Select(value => (double)value)], found);
        }

        float[] foundInput = new float[inputs.Length], wantedInput = new float[inputs.Length];
        actual.Input.CopyTo(foundInput);
        expected.Input.CopyTo(wantedInput);
        Agreement.AssertClose("input", [.. wantedInput.Select(value => (double)value)], foundInput);
    }

    [Fact]
    public void Layers_are_fused_only_if_no_other_layer_reads_the_value_between_them()
    {
        const string Layers = "[Network(1, 8, 8)] [Conv(8, 3), ReLU, Conv(8, 3, Pad = 1), ReLU, Dense(3), SoftmaxCrossEntropy]";
        NetworkPlan chain = Plan("FusedChain", Layers, network => network).Plan;
        Assert.Equal(["Conv1", "Conv2", "Dense1"], chain.Stages.Select(stage => stage.Name));

        // The sum also reads the output of the first convolution, so the activation cannot be fused into it.
        NetworkPlan shared = Plan("FusedShared", Layers, network => AddValue(network, after: 2, value: 1)).Plan;
        Assert.Equal(["Conv1", "ReLU1", "Conv2", "Add1", "Dense1"], shared.Stages.Select(stage => stage.Name));
    }

    /// <summary>Adds the input of a layer to its output.</summary>
    private static ShapedNetwork AddInputToOutput(ShapedNetwork network, int layer, int times)
    {
        int input = network.Layers[layer].Inputs[0];
        return Enumerable.Range(0, times).Aggregate(network, (changed, i) => AddValue(changed, layer + i, input));
    }

    /// <summary>Adds a value to the output of a layer.</summary>
    private static ShapedNetwork AddValue(ShapedNetwork network, int after, int value)
    {
        ShapedLayer before = network.Layers[after];
        ShapedSum sum = new()
        {
            Name = $"Add{network.Layers.Count(layer => layer is ShapedSum) + 1}",
            Inputs = [value, after + 1],
            Input = before.Output,
            Output = before.Output,
        };
        IEnumerable<ShapedLayer> rest = network.Layers.Skip(after + 1)
            .Select(layer => layer with { Inputs = [.. layer.Inputs.Select(input => input > after ? input + 1 : input)] });
        EquatableArray<ShapedLayer> layers = [.. network.Layers.Take(after + 1), sum, .. rest];
        return network with { Layers = layers, Outputs = [new ConvGen.Generators.Inference.NetworkOutput("Output", layers.Count)] };
    }

    private static float[] WithIdentity(float[] weights, int[] shape, int times)
    {
        float[] changed = [.. weights];
        int taps = shape.Skip(2).Aggregate(1, (product, size) => product * size);
        for (int channel = 0; channel < shape[0]; channel++)
        {
            changed[(channel * shape[1] + channel) * taps + taps / 2] += times;
        }

        return changed;
    }

    private static double[] Predict(ITestNetwork network, float[] inputs)
    {
        float[] outputs = new float[Samples * network.OutputLength];
        network.Predict(inputs, outputs);
        return [.. outputs.Select(value => (double)value)];
    }

    private static ITestNetwork Compile(string name, string layers, Func<ShapedNetwork, ShapedNetwork> change)
    {
        (NetworkPlan plan, UserProject project) = Plan(name, layers, change);
        CSharpCompilation declared = project.Declare();
        var options = (CSharpParseOptions)declared.SyntaxTrees[0].Options;
        IEnumerable<SyntaxTree> generated = NetworkRenderer.RenderSurface(plan.Network)
            .Concat(NetworkRenderer.RenderProgramCreation(plan.Network, [plan.Target]))
            .Concat(NetworkRenderer.RenderKernels(plan))
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.HintName));
        return project.Emit(declared.AddSyntaxTrees(generated)).Create(name);
    }

    private static (NetworkPlan Plan, UserProject Project) Plan(string name, string layers, Func<ShapedNetwork, ShapedNetwork> change)
    {
        UserProject project = new()
        {
            Name = name,
            Sources = [$"using ConvGen; /// <summary>A network.</summary>\n{layers} public sealed partial class {name};"],
        };
        INamedTypeSymbol type = project.Declare().GetTypeByMetadataName(name)!;
        NetworkDeclaration declaration = DeclarationReader.Read(type, CancellationToken.None).Declaration!;
        return (Planner.Plan(change(ShapeInference.Infer(declaration).Network!), TestedWidth.Target), project);
    }
}
