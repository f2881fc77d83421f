using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Compilation;
using Google.Protobuf;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Tests.Onnx;

/// <summary>Imported declarations compile and run with ConvGen's generator; unsupported nodes are rejected by name.</summary>
public sealed class ImportedDeclarationTests
{
    [Fact]
    public void Invalid_layer_names_of_a_model_are_replaced_by_default_names()
    {
        string[][] pairs =
        [
            ["Predict", "Out"], ["Parameters", "Out"], ["Summary", "Out"], ["Create", "Trace"], ["InputLength", "ParameterCount"],
            ["ToString", "Equals"], ["GetHashCode", "Finalize"], ["ReLU1", "Out"], ["relu1", "Out"], ["RELU1", "Out"], ["Fc1", "FC1"],
            ["Fc1", "fC1"], ["Names12", "Out"], ["first", "second"], ["my-layer", "Out"],
        ];
        ITestNetwork[] networks = Run([.. pairs.Select((names, i) => ($"Names{i}", Chain(names[0], names[1])))]);
        Assert.All(networks, network => Assert.Equal(
            ["Dense1.weight", "Dense2.weight"], network.Parameters.Select(parameter => parameter.Name)));
    }

    [Fact]
    public void Valid_layer_names_of_a_model_are_kept()
    {
        string[][] pairs = [["Fc1", "Fc2"], ["Dense2", "Dense1"], ["ReLU2", "Answer"], ["Record", "Class"]];
        ITestNetwork[] networks = Run([.. pairs.Select((names, i) => ($"Kept{i}", Chain(names[0], names[1])))]);
        Assert.Equal(
            pairs.Select(names => $"{names[0]}.weight, {names[1]}.weight"),
            networks.Select(network => string.Join(", ", network.Parameters.Select(parameter => parameter.Name))));
    }

    [Fact]
    public void Windows_that_attributes_can_express_are_imported()
    {
        ITestNetwork[] networks = Run(
        [
            ("Tall", Pool("MaxPool", [3, 1], Attribute("dilations", 2, 1))),
            ("Wide", Pool("MaxPool", [1, 3], Attribute("dilations", 1, 2))),
            ("Both", Pool("MaxPool", [3, 3], Attribute("dilations", 2, 2))),
            ("Single", Pool("MaxPool", [1, 1], Attribute("dilations", 4, 3))),
            ("Average", Pool("AveragePool", [1, 1], Attribute("dilations", 2, 2))),
            ("Norm", Pool("LpPool", [1, 2], Attribute("dilations", 3, 1))),
            ("Half", Pool("MaxPool", [3, 3], Attribute("pads", 1, 1, 1, 1))),
            ("Flat", Parse([4], graph => graph.Add("LeakyRelu", "leaky", [4], null, Attribute("alpha", 0f)))),
            ("Kept", Parse([4], graph => graph.Add("Dropout", "drop", [4], [graph.Constant("ratio", [], [0f])]))),
            ("Alone", Parse([4], graph => graph.Add("Sigmoid", "sigmoid", [4]))),
        ]);
        float[] image = [.. Enumerable.Range(0, 36).Select(i => (float)i)], answers = new float[6];
        networks[0].Predict(image, answers);
        Assert.Equal(24f, answers[0]);
        networks[1].Predict(image, answers);
        Assert.Equal(4f, answers[0]);
    }

    [Fact]
    public void Nodes_that_the_generator_would_reject_are_reported()
    {
        RefusedPool("node pool (MaxPool): expected one dilation for rows and columns, found dilations [2, 1]", "MaxPool", Attribute("dilations", 2, 1));
        RefusedPool("node pool (AveragePool): expected a window without dilation, found dilations [2, 2]", "AveragePool", Attribute("dilations", 2, 2));
        RefusedPool("node pool (LpPool): expected a window without dilation, found dilations [1, 2]", "LpPool", Attribute("dilations", 1, 2));
        foreach (string operation in (string[])["MaxPool", "AveragePool", "LpPool"])
        {
            RefusedPool(
                $"node pool ({operation}): expected padding of at most half of the 3x3 window, found [2, 0, 0, 0]", operation,
                Attribute("pads", 2, 0, 0, 0));
            RefusedPool($"node pool ({operation}): expected images that are as large as the kernel", operation, Attribute("dilations", 65535, 65535));
        }

        Refused("node pool (MaxPool): expected windows that all contain a pixel", [1, 1, 1], graph => graph.Add(
            "MaxPool", "pool", [1, 1, 1], null, Attribute("kernel_shape", 2, 2), Attribute("dilations", 2, 2), Attribute("pads", 1, 1, 1, 1)));
        Refused("node leaky (LeakyRelu): expected an alpha of at least 0, found -0.5", [4], graph =>
            graph.Add("LeakyRelu", "leaky", [4], null, Attribute("alpha", -0.5f)));
        Refused("node drop (Dropout): expected a ratio of at least 0 and below 1, found 1", [4], graph =>
            graph.Add("Dropout", "drop", [4], [graph.Constant("ratio", [], [1f])]));
        Refused("node drop (Dropout): expected a ratio of at least 0 and below 1, found -0.5", [4], graph =>
            graph.Add("Dropout", "drop", [4], null, Attribute("ratio", -0.5f)));
        Refused("node drop (Dropout): expected a constant as input 1", [4], graph => graph.Add("Dropout", "drop", [4], ["computed"]));
        Refused("node dense (Gemm): expected vectors times a matrix", [4], graph =>
            graph.Add("Gemm", "dense", [0], [graph.Constant("w", [4, 0], [])]));
        Refused("expected at least one layer, found none", [4], graph => graph.Add("Identity", "same", [4]));
        Refused("sizes are at most 16777216", [1 << 25], graph => graph.Add("Relu", "relu", [1 << 25]));
    }

    [Fact]
    public void Nodes_that_only_resemble_supported_ones_are_reported()
    {
        Refused("node conv (Conv): expected input as the first input", [1, 3, 3], graph => graph.Add("Conv", "conv", [1, 3, 3], ["input"]));
        GraphWriter writer = new("test", [4]);
        writer.Add("Relu", "relu", [4]);
        GraphProto graph = writer.End();
        graph.Node[0].Domain = "my.company";
        Assert.Contains("node relu (Relu): ConvGen has no layer for operators of the domain my.company", MessageOf(graph), StringComparison.Ordinal);
        graph.Node[0].Domain = "";
        graph.Node[0].Output[0] = "input";
        Assert.Contains("expected a chain, found a cycle of nodes", MessageOf(graph), StringComparison.Ordinal);
        graph.Node[0].Output[0] = "output";
        graph.Output.Add(new ValueInfoProto { Name = "mask" });
        Assert.Contains("expected a model with one output, found 2: output, mask", MessageOf(graph), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-net", "it contains '-'")]
    [InlineData("9net", "it begins with '9'")]
    [InlineData("class", "class is a C# keyword")]
    [InlineData("record", "record is a C# keyword")]
    [InlineData("my net", "it contains ' '")]
    [InlineData("@class", "it begins with '@'")]
    [InlineData("Shop.Net", "it contains '.'")]
    [InlineData("Predict", "every network has a member of this name")]
    [InlineData("ConvGen", "it is the namespace of the attributes")]
    [InlineData("NetworkAttribute", "it is the name of one of the attributes")]
    public void An_invalid_class_name_is_rejected(string name, string reason)
    {
        OnnxNetwork network = Chain("Fc1", "Fc2");
        ArgumentException exception = Assert.Throws<ArgumentException>("className", () => network.Declaration(name));
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a name is empty")]
    [InlineData("Shop..Nets", "a name is empty")]
    [InlineData("my-shop", "it contains '-'")]
    [InlineData("Shop.class", "class is a C# keyword")]
    public void An_invalid_namespace_is_rejected(string name, string reason)
    {
        OnnxNetwork network = Chain("Fc1", "Fc2");
        ArgumentException exception = Assert.Throws<ArgumentException>("inNamespace", () => network.Declaration("Net", name));
        Assert.Contains($"'{name}' cannot be a namespace: {reason}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_unusual_names_compile_and_run() =>
        Assert.Equal(5, Run([.. ((string[])["_9net", "Größe", "Net_1", "Network", "Conv"]).Select(name => (name, Chain("Fc1", "Fc2")))]).Length);

    // Compiles all of them together, loads their weights, and predicts.
    private static ITestNetwork[] Run((string Class, OnnxNetwork Network)[] imported)
    {
        CompiledProject project = new UserProject
        {
            Name = "ImportedNames",
            Sources = [.. imported.Select(model => model.Network.Declaration(model.Class, "Imported.Nets"))],
            AllowDesignWarnings = true,
        }.Compile();
        return [.. imported.Select(model =>
        {
            ITestNetwork network = project.Create($"Imported.Nets.{model.Class}");
            network.FromBytes(model.Network.Weights(model.Class));
            float[] outputs = new float[network.OutputLength];
            network.Predict(new float[network.InputLength], outputs);
            Assert.All(outputs, output => Assert.True(float.IsFinite(output)));
            return network;
        })];
    }

    private static OnnxNetwork Chain(string first, string second) => Parse([4], graph =>
    {
        graph.Add("MatMul", "product", [3], [graph.Constant(first + ".weight", [4, 3], new float[12])]);
        graph.Add("Relu", "relu", [3]);
        graph.Add(
            "Gemm", "dense", [2], [graph.Constant(second + ".weight", [2, 3], new float[6])], Attribute("transB", 1));
    });

    private static OnnxNetwork Pool(string operation, long[] kernel, params AttributeProto[] attributes) => Parse([1, 6, 6], graph =>
        graph.Add(operation, "pool", [1, 1, 1], null, [Attribute("kernel_shape", kernel), Attribute("strides", 2, 1), .. attributes]));

    private static void RefusedPool(string message, string operation, AttributeProto attribute) => Assert.Contains(
        message,
        Assert.Throws<OnnxImportException>(() => Pool(operation, [3, 3], attribute)).Message,
        StringComparison.Ordinal);

    private static void Refused(string message, int[] input, Action<GraphWriter> write) => Assert.Contains(
        message, Assert.Throws<OnnxImportException>(() => Parse(input, write)).Message, StringComparison.Ordinal);

    private static string MessageOf(GraphProto graph) => Assert.Throws<OnnxImportException>(() =>
        OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph }.ToByteArray())).Message;

    private static OnnxNetwork Parse(int[] input, Action<GraphWriter> write)
    {
        GraphWriter graph = new("test", input);
        write(graph);
        return OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray());
    }
}
