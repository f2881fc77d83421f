using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads arithmetic with a constant, and batch normalization with fixed statistics.</summary>
internal static class AffineReader
{
    /// <summary>Reads an Add, a Sub, a Mul or a Div of <paramref name="value"/> and a constant.</summary>
    /// <exception cref="OnnxImportException">The constant is not the same for all pixels of a channel, or for all samples.</exception>
    public static Affine ReadArithmetic(OnnxGraph graph, NodeProto node, NodeSettings settings, string value, int[] shape)
    {
        if (settings.Integers("axis") is not null)
        {
            throw NodeError.Of(node, "expected shapes that are aligned at their last axis, found an attribute axis, as before operator set 7");
        }

        bool isFirst = node.Input[0] == value;
        double[] constant = OverChannels(node, graph.Floats(node, isFirst ? 1 : 0), shape);
        double[] ones = [.. constant.Select(_ => 1.0)];
        return (node.OpType, isFirst) switch
        {
            ("Add", _) => new Affine(ones, constant, node),
            ("Sub", true) => new Affine(ones, [.. constant.Select(number => -number)], node),
            ("Sub", false) => new Affine([.. ones.Select(number => -number)], constant, node),
            ("Mul", _) => new Affine(constant, null, node),
            ("Div", true) when constant.All(number => number != 0) => new Affine([.. constant.Select(number => 1 / number)], null, node),
            _ => throw NodeError.Of(node, "expected a quotient whose divisor is a constant other than zero"),
        };
    }

    /// <summary>Reads a batch normalization: <c>x * scale / sqrt(variance + epsilon)</c>, with the mean subtracted before and
    /// the shift added after.</summary>
    /// <exception cref="OnnxImportException">The node computes its statistics, or their number differs from the number of
    /// channels.</exception>
    public static Affine ReadNormalization(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        Constant[] statistics = NormalizationReader.ReadConstants(graph, node, settings, shape);
        float[] shift = statistics[1].Values, mean = statistics[2].Values, variance = statistics[3].Values;
        double[] scale =
        [
            .. statistics[0].Values.Select((factor, i) =>
                factor / Math.Sqrt((double)variance[i] + settings.Float("epsilon", 1e-5f))),
        ];
        return new Affine(scale, [.. scale.Select((factor, i) => shift[i] - mean[i] * factor)], node);
    }

    /// <summary>Returns the values of a constant for each channel of images, or for each value of vectors.</summary>
    /// <remarks>Shapes are aligned at their last axis, after the batch: <c>[C, 1, 1]</c> has a value for each channel, <c>[C]</c> one
    /// for each column.</remarks>
    /// <exception cref="OnnxImportException">The values differ between pixels or samples, or the shape does not match.</exception>
    public static double[] OverChannels(NodeProto node, Constant constant, int[] shape)
    {
        int missing = shape.Length + 1 - constant.Shape.Length;
        int[] sizes = missing >= 0 ? [.. Enumerable.Repeat(1, missing), .. constant.Shape] : [];
        bool fits = sizes is [1, var channels, .. var pixels] && (channels == 1 || channels == shape[0])
            && pixels.Zip(shape.Skip(1)).All(pair => pair.First == 1 || pair.First == pair.Second);
        int each = fits ? sizes.Skip(2).Aggregate(1, (product, size) => product * size) : 1;
        fits = fits && constant.Values.Length > 0
            && Enumerable.Range(0, constant.Values.Length).All(i => constant.Values[i].Equals(constant.Values[i / each * each]));
        if (!fits)
        {
            string expected = shape.Length == 1
                ? $"[{shape[0]}], [1, {shape[0]}] or"
                : $"[{shape[0]}, 1, 1], [1, {shape[0]}, 1, 1] or";
            throw NodeError.Of(
                node,
                $"expected {expected} a single value for samples of [{string.Join(", ", shape)}], "
                + $"found {constant.Name} of the shape [{string.Join(", ", constant.Shape)}], which is aligned at its last axis");
        }

        return [.. Enumerable.Range(0, shape[0]).Select(i => (double)constant.Values[sizes[1] == 1 ? 0 : i * each])];
    }
}
