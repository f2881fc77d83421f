using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using Google.Protobuf;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Tests.Onnx;

/// <summary>Activations that a single operator computes in some versions of ONNX and several in others.</summary>
public sealed class ActivationImportTests
{
    private const float Sixth = 1f / 6f;

    [Fact]
    public void A_clip_is_imported_from_inputs_and_from_attributes()
    {
        Imported("Clip(-0.5, 2)", graph => Clip(graph, -0.5f, 2f));
        Imported("Clip(-0.5, 2)", graph => graph.Add("Clip", "clip", [4], null, Attribute("min", -0.5f), Attribute("max", 2f)));
        Imported("ReLU6", graph => Clip(graph, 0f, 6f));
        Imported("ReLU6", graph => graph.Add("Clip", "clip", [4], null, Attribute("min", 0f), Attribute("max", 6f)));
    }

    /// <summary>ONNX gives a bound that is missing the largest float as its default.</summary>
    [Fact]
    public void A_clip_with_one_bound_gets_the_largest_float_as_the_other()
    {
        Imported("Clip(0, 3.4028235E+38)", graph => graph.Add("Clip", "clip", [4], [graph.Constant("min", [], [0f])]));
        Imported("Clip(-3.4028235E+38, 1)", graph => graph.Add("Clip", "clip", [4], ["", graph.Constant("max", [], [1f])]));
    }

    [Fact]
    public void Hard_activations_and_Mish_are_imported_from_their_operators()
    {
        Imported("HardSwish", graph => graph.Add("HardSwish", "hard", [4]));
        Imported("Mish", graph => graph.Add("Mish", "mish", [4]));
        Imported("HardSigmoid", graph => HardSigmoid(graph, Sixth));
        Imported("HardSigmoid", graph => HardSigmoid(graph, 0.1666667f));
    }

    [Fact]
    public void Products_of_a_value_and_a_function_of_it_are_imported()
    {
        Imported("HardSwish", graph => { HardSigmoid(graph, Sixth); graph.Add("Mul", "product", [4], [Input]); });
        Imported("Mish", graph =>
        {
            graph.Add("Softplus", "soft", [4]);
            graph.Add("Tanh", "tanh", [4]);
            graph.Add("Mul", "product", [4], [Input]);
        });
        Imported("SiLU", graph => { graph.Add("Sigmoid", "sigmoid", [4]); graph.Add("Mul", "product", [4], [Input]); });
    }

    [Fact]
    public void Other_settings_and_other_products_are_rejected()
    {
        Refused("node hard (HardSigmoid): expected an alpha of 1/6 and a beta of 0.5, found 0.2 and 0.5", graph => graph.Add("HardSigmoid", "hard", [4]));
        Refused("node clip (Clip): expected a min below the max, found 2 and 1", graph => Clip(graph, 2f, 1f));
        Refused("node clip (Clip): expected a min below the max, found 1 and 1", graph => Clip(graph, 1f, 1f));
        Refused("node clip (Clip): expected a finite number, found NaN", graph => Clip(graph, float.NaN, 1f));
        Refused("node clip (Clip): expected a finite number, found Infinity", graph => Clip(graph, 0f, float.PositiveInfinity));
        Refused("found a branch: 2 nodes take input", graph => { HardSigmoid(graph, 0.2f); graph.Add("Mul", "product", [4], [Input]); });
        Refused("found a branch: 2 nodes take input", graph => { graph.Add("Softplus", "soft", [4]); graph.Add("Mul", "product", [4], [Input]); });
        Refused("found a branch: 2 nodes take input", graph => { graph.Add("Tanh", "tanh", [4]); graph.Add("Mul", "product", [4], [Input]); });
    }

    private static void Clip(GraphWriter graph, float min, float max) =>
        graph.Add("Clip", "clip", [4], [graph.Constant("min", [], [min]), graph.Constant("max", [], [max])]);

    private static void HardSigmoid(GraphWriter graph, float alpha) =>
        graph.Add("HardSigmoid", "hard", [4], null, Attribute("alpha", alpha), Attribute("beta", 0.5f));

    private static void Imported(string layer, Action<GraphWriter> write) => Assert.Contains(
        $"[Network(4)]\n[{layer}]\n", OnnxNetwork.Parse(Model(write)).Declaration("N"), StringComparison.Ordinal);

    private static void Refused(string message, Action<GraphWriter> write)
    {
        OnnxImportException exception = Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(Model(write)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Model(Action<GraphWriter> write)
    {
        GraphWriter graph = new("test", [4]);
        write(graph);
        return new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray();
    }
}
