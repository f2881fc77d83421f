using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Inference;

/// <summary>Which values the layers of a graph read, and their shapes. Each layer is written as its name, the names of the values that it
/// reads, and its output shape.</summary>
public sealed class GraphInferenceTests
{
    [Theory]
    [InlineData("Residual, Conv(3, 1), ReLU, EndResidual", "Conv1(Input) 3x8x8", "ReLU1(Conv1) 3x8x8", "Add1(ReLU1, Input) 3x8x8")]
    [InlineData(
        "Residual, Conv(4, 1), Shortcut, Conv(4, 1), Tanh, EndResidual",
        "Conv1(Input) 4x8x8", "Conv2(Input) 4x8x8", "Tanh1(Conv2) 4x8x8", "Add1(Conv1, Tanh1) 4x8x8")]
    [InlineData(
        "Residual, Conv(3, 1), Residual, Tanh, EndResidual, EndResidual",
        "Conv1(Input) 3x8x8", "Tanh1(Conv1) 3x8x8", "Add1(Tanh1, Conv1) 3x8x8", "Add2(Add1, Input) 3x8x8")]
    [InlineData(
        "Residual, Conv(4, 1), Shortcut, Residual, Conv(4, 1), Shortcut, Conv(4, 1), EndResidual, EndResidual",
        "Conv1(Input) 4x8x8", "Conv2(Input) 4x8x8", "Conv3(Input) 4x8x8", "Add1(Conv2, Conv3) 4x8x8", "Add2(Conv1, Add1) 4x8x8")]
    [InlineData(
        "Repeat(2), Residual, Tanh, EndResidual, EndRepeat",
        "Tanh1(Input) 3x8x8", "Add1(Tanh1, Input) 3x8x8", "Tanh2(Add1) 3x8x8", "Add2(Tanh2, Add1) 3x8x8")]
    [InlineData(
        "Repeat(2), Repeat(2), Tanh, EndRepeat, SiLU, EndRepeat",
        "Tanh1(Input) 3x8x8", "Tanh2(Tanh1) 3x8x8", "SiLU1(Tanh2) 3x8x8", "Tanh3(SiLU1) 3x8x8", "Tanh4(Tanh3) 3x8x8", "SiLU2(Tanh4) 3x8x8")]
    [InlineData(
        "Repeat(2), Tanh, Add(\"Tanh1\"), EndRepeat",
        "Tanh1(Input) 3x8x8", "Add1(Tanh1, Tanh1) 3x8x8", "Tanh2(Add1) 3x8x8", "Add2(Tanh2, Tanh1) 3x8x8")]
    [InlineData(
        "Conv(4, 1, Name = \"Stem\"), Tanh, From(\"Stem\"), SiLU, Concat(\"Tanh1\", \"Input\")",
        "Stem(Input) 4x8x8", "Tanh1(Stem) 4x8x8", "SiLU1(Stem) 4x8x8", "Concat1(SiLU1, Tanh1, Input) 11x8x8")]
    [InlineData("GlobalMaxPool, Multiply(\"Input\")", "GlobalMaxPool1(Input) 3x1x1", "Multiply1(Input, GlobalMaxPool1) 3x8x8")]
    [InlineData(
        "Dense(3), From(\"Input\"), Multiply(\"Dense1\")", "Dense1(Input) 3", "Multiply1(Input, Dense1) 3x8x8")]
    [InlineData("Tanh, Multiply(\"Input\")", "Tanh1(Input) 3x8x8", "Multiply1(Tanh1, Input) 3x8x8")]
    [InlineData("Dense(4), Concat(\"Dense1\"), Add(\"Concat1\")", "Dense1(Input) 4", "Concat1(Dense1, Dense1) 8", "Add1(Concat1, Concat1) 8")]
    [InlineData("Tanh(Name = \"Input\"), SiLU, Add(\"Input\")", "Input(Input) 3x8x8", "SiLU1(Input) 3x8x8", "Add1(SiLU1, Input) 3x8x8")]
    public void Layers_read_the_values_that_the_attributes_say(string attributes, params string[] layers)
    {
        ShapedNetwork net = Infer(attributes);
        Assert.Equal(
            layers, net.Layers.Select(layer => $"{layer.Name}({string.Join(", ", layer.Inputs.Select(net.NameOf))}) {layer.Output}"));
    }

    [Theory]
    [InlineData("Tanh", "Output: Tanh1")]
    [InlineData("Dense(4), Output(\"A\"), Dense(2), Output(\"B\")", "A: Dense1", "B: Dense2")]
    [InlineData("Dense(4), Output(\"A\"), Output(\"B\")", "A: Dense1", "B: Dense1")]
    [InlineData("Output(\"A\"), Dense(4), Output(\"B\")", "A: Input", "B: Dense1")]
    [InlineData("Dense(4), Output(\"A\"), From(\"Input\")", "A: Dense1")]
    public void Outputs_are_the_values_in_their_places(string attributes, params string[] outputs)
    {
        ShapedNetwork net = Infer(attributes);
        Assert.Equal(outputs, net.Outputs.Select(output => $"{output.Name}: {net.NameOf(output.Value)}"));
    }

    private static ShapedNetwork Infer(string attributes)
    {
        INamedTypeSymbol type = Compile.Sources($"[Network(3, 8, 8), {attributes}] partial class Net;").GetTypeByMetadataName("Net")!;
        ReadResult read = DeclarationReader.Read(type, CancellationToken.None);
        Assert.Empty(read.Problems);
        InferenceResult inferred = ShapeInference.Infer(read.Declaration!);
        Assert.Empty(inferred.Problems);
        return inferred.Network!;
    }
}
