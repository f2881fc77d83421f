using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads nodes that turn each sample into a vector: Flatten, Reshape and Squeeze.</summary>
/// <remarks>They become no layer, because ConvGen's dense layers accept images. The reader only checks that the nodes do not
/// mix samples.</remarks>
internal static class FlatteningReader
{
    /// <summary>Returns the shape of a sample after the node.</summary>
    /// <exception cref="OnnxImportException">The samples do not become vectors, or values move from one sample to another.</exception>
    public static int[] Read(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        int length = shape.Aggregate((product, size) => product * size);
        (bool keepsSamples, string found) = node.OpType switch
        {
            "Flatten" => Flattens(settings.Integer("axis", 1), shape),
            "Reshape" => Reshapes(graph.Integers(node, 1), settings.Integer("allowzero", 0) == 1, graph.Batch, shape, length),
            _ => Squeezes(Axes(graph, node, settings), shape),
        };
        return keepsSamples
            ? [length]
            : throw NodeError.Of(
                node,
                $"expected each sample of [{string.Join(", ", shape)}] to become a vector of {length} values, found {found} "
                + $"for {graph.DescribeBatch()}");
    }

    private static (bool KeepsSamples, string Found) Flattens(long axis, int[] shape) =>
        (axis == 1 || axis == -shape.Length, $"axis {axis}");

    private static (bool KeepsSamples, string Found) Reshapes(long[] sizes, bool zeroIsZero, int? batch, int[] shape, int length)
    {
        string found = $"the shape [{string.Join(", ", sizes)}]";
        if (sizes is not [var samples, var rest])
        {
            return (false, found);
        }

        // 0 stands for the current size of the axis, -1 for the remaining size.
        bool copies = !zeroIsZero;
        bool keepsBatch = samples == -1 || (samples == 0 && copies) || (samples > 0 && samples == batch);
        bool takesAll = rest == length || (rest == 0 && copies && shape[0] == length) || (rest == -1 && samples != -1);
        return (keepsBatch && takesAll, found);
    }

    private static (bool KeepsSamples, string Found) Squeezes(long[]? axes, int[] shape)
    {
        // Without axes, a batch of one sample is removed too.
        if (axes is null)
        {
            return (false, "no axes");
        }

        int rank = shape.Length + 1;
        long[] removed = [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        bool areOne = removed.All(axis => axis >= 1 && axis < rank && shape[axis - 1] == 1);
        return (areOne && removed.Distinct().Count() == rank - 2, $"axes [{string.Join(", ", axes)}]");
    }

    // An attribute before operator set 13.
    private static long[]? Axes(OnnxGraph graph, NodeProto node, NodeSettings settings) =>
        OnnxGraph.HasInput(node, 1) ? graph.Integers(node, 1) : settings.Integers("axes");
}
