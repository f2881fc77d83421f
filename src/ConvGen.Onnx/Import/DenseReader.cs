using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads products with a matrix.</summary>
internal static class DenseReader
{
    /// <summary>Returns a dense layer and the shape of its output.</summary>
    public static (ImportedLayer Layer, int[] Shape) Read(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        Constant matrix = graph.Floats(node, 1);
        bool isPlain = settings.Float("alpha", 1f) == 1f && settings.Float("beta", 1f) == 1f
            && settings.Integer("transA", 0) == 0;
        bool isTransposed = node.OpType == "Gemm" && settings.Integer("transB", 0) == 1;
        if (!isPlain || shape.Length != 1 || matrix.Shape.Length != 2
            || matrix.Shape[isTransposed ? 1 : 0] != shape[0] || matrix.Values.Length == 0)
        {
            throw NodeError.Of(
                node,
                $"expected vectors times a matrix, without factors; found samples of [{string.Join(", ", shape)}] "
                + $"and a matrix of [{string.Join(", ", matrix.Shape)}]");
        }

        int units = matrix.Shape[isTransposed ? 0 : 1];
        var layer = new ImportedLayer("Dense", [units.ToString(CultureInfo.InvariantCulture)])
        {
            Weights = isTransposed ? matrix : Transpose(matrix),
        };
        if (OnnxGraph.HasInput(node, 2))
        {
            layer.Biases = [.. AffineReader.OverChannels(node, graph.Floats(node, 2), [units]).Select(bias => (float)bias)];
        }

        return (layer, [units]);
    }

    // [input][unit] to [unit][input].
    private static Constant Transpose(Constant matrix)
    {
        (int inputs, int units) = (matrix.Shape[0], matrix.Shape[1]);
        float[] values = new float[matrix.Values.Length];
        for (int unit = 0; unit < units; unit++)
        {
            for (int input = 0; input < inputs; input++)
            {
                values[unit * inputs + input] = matrix.Values[input * units + unit];
            }
        }

        return new Constant(matrix.Name, [units, inputs], values);
    }
}
