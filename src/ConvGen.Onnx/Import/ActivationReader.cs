using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads activations: single operators, and products of a value and a function of it.</summary>
/// <param name="graph">The model.</param>
internal sealed class ActivationReader(OnnxGraph graph)
{
    // 1/6 as other programs write it: rounded to float, or to seven digits.
    private const float Sixth = 1f / 6f, SixthError = 1e-6f;

    /// <summary>Reads a node that is an activation.</summary>
    /// <exception cref="OnnxImportException">ConvGen has no layer for the operator, or not for its settings.</exception>
    public ImportedLayer Read(NodeProto node, NodeSettings settings) => node.OpType switch
    {
        "Sigmoid" or "Tanh" or "Softplus" or "HardSwish" or "Mish" => new ImportedLayer(node.OpType, []),
        "Relu" => new ImportedLayer("ReLU", []),
        "LeakyRelu" => settings.Float("alpha", 0.01f) is var slope && slope < 0
            ? throw NodeError.Of(node, string.Create(CultureInfo.InvariantCulture, $"expected an alpha of at least 0, found {slope}"))
            : new ImportedLayer("LeakyReLU", [Number(node, slope)]),
        "Clip" => ReadClip(node, settings),
        "HardSigmoid" when IsHardSigmoid(settings) => new ImportedLayer("HardSigmoid", []),
        "HardSigmoid" => throw NodeError.Of(node, string.Create(
            CultureInfo.InvariantCulture,
            $"expected an alpha of 1/6 and a beta of 0.5, found {settings.Float("alpha", 0.2f)} and {settings.Float("beta", 0.5f)}")),
        "Elu" when settings.Float("alpha", 1f) == 1f => new ImportedLayer("ELU", []),
        "Gelu" when settings.Text("approximate", "none") == "none" => new ImportedLayer("GELU", []),
        "Elu" => throw NodeError.Of(node, "expected an alpha of 1"),
        "Gelu" => throw NodeError.Of(node, "expected approximate to be none"),
        _ => throw NodeError.Of(node, "ConvGen has no layer for this operator"),
    };

    /// <summary>Reads x * f(x) from the nodes that take x: SiLU for a sigmoid f, HardSwish for a HardSigmoid, Mish for a Tanh of a
    /// Softplus. Returns the layer and the Mul node at its end; null if the nodes are anything else.</summary>
    public (ImportedLayer Layer, NodeProto Product)? ReadProduct(IReadOnlyList<NodeProto> takers)
    {
        if (takers.Count != 2
            || takers.SingleOrDefault(taker => taker.OpType == "Mul") is not { } product
            || takers.SingleOrDefault(taker => taker.OpType != "Mul") is not { } function)
        {
            return null;
        }

        NodeProto last = function;
        string? kind = function.OpType switch
        {
            "Sigmoid" => "SiLU",
            "HardSigmoid" when IsHardSigmoid(new NodeSettings(function)) => "HardSwish",
            "Softplus" when graph.TakersOf(function.Output[0]) is [{ OpType: "Tanh" } tanh] => MishEndingWith(tanh),
            _ => null,
        };
        return kind is not null && product.Input.Contains(last.Output[0]) && graph.TakersOf(last.Output[0]).Count == 1
            ? (new ImportedLayer(kind, []), product)
            : null;

        string MishEndingWith(NodeProto tanh)
        {
            last = tanh;
            return "Mish";
        }
    }

    private static bool IsHardSigmoid(NodeSettings settings) =>
        Math.Abs(settings.Float("alpha", 0.2f) - Sixth) <= SixthError && settings.Float("beta", 0.5f) == 0.5f;

    // The bounds are inputs since version 11 of the operators, and were attributes before. A missing one is the largest float.
    private ImportedLayer ReadClip(NodeProto node, NodeSettings settings)
    {
        float min = Bound(1, "min", float.MinValue), max = Bound(2, "max", float.MaxValue);
        return (min, max) == (0f, 6f) ? new ImportedLayer("ReLU6", [])
            : min >= max ? throw NodeError.Of(node, string.Create(
                CultureInfo.InvariantCulture, $"expected a min below the max, found {min} and {max}"))
            : new ImportedLayer("Clip", [Number(node, min), Number(node, max)]);

        float Bound(int input, string name, float fallback) =>
            OnnxGraph.HasInput(node, input) ? graph.Scalar(node, input) : settings.Float(name, fallback);
    }

    private static string Number(NodeProto node, float number) => float.IsFinite(number)
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : throw NodeError.Of(node, "expected a finite number, found " + number.ToString(CultureInfo.InvariantCulture));
}
