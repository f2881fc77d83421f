using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using Google.Protobuf;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Tests.Onnx;

/// <summary>Models with features that other exporters use but ConvGen's does not: sums and products with constants,
/// padding of chosen axes, shapes with -1 and 0.</summary>
internal static class ForeignModels
{
    /// <summary>The models by name.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        ("BiasOfFilters", OnImages(graph => { Conv(graph, 4); Compute(graph, "Add", [4, 1, 1]); })),
        ("BiasOfFiltersInFourAxes", OnImages(graph => { Conv(graph, 4); Compute(graph, "Add", [1, 4, 1, 1]); })),
        ("BiasOfAllFilters", OnImages(graph => { Conv(graph, 4); Compute(graph, "Add", []); })),
        ("SecondBias", OnImages(graph => { Conv(graph, 4, bias: true); Compute(graph, "Add", [4, 1, 1]); })),
        ("BiasOfUnits", OnVectors(graph => { MatMul(graph, 2); Compute(graph, "Add", [2]); })),
        ("BiasOfUnitsInTwoAxes", OnVectors(graph => { MatMul(graph, 2); Compute(graph, "Add", [1, 2]); })),
        ("BiasBeforeTheProduct", OnVectors(graph => { MatMul(graph, 2); Compute(graph, "Add", [2]); }, Swap)),
        ("OneBiasOfGemm", OnVectors(graph => Gemm(graph, 2, [1]))),
        ("BiasOfGemmInTwoAxes", OnVectors(graph => Gemm(graph, 2, [1, 2]))),
        ("PaddedColumns", OnImages(graph => { Pad(graph, [0, 0, 2, 0, 0, 0, 2, 0], [0, 1, 3, 2]); Conv(graph, 4); })),
        ("PaddedRows", OnImages(graph => { Pad(graph, [2, 0, 1, 0], [-2, -1]); Conv(graph, 4); })),
        ("PaddedLastAxis", OnImages(graph => { Pad(graph, [2, 1], [3]); Conv(graph, 4); })),
        ("FactorFirst", OnImages(graph => { Compute(graph, "Mul", [], 1 / 255f); Conv(graph, 4, pad: 1); graph.Add("Relu", "r", graph.Shape); })),
        ("FactorBeforeDense", OnVectors(graph => { Compute(graph, "Mul", [1], 1 / 255f); Gemm(graph, 2, [2]); })),
        ("FactorsOfValues", OnVectors(graph => { Compute(graph, "Mul", [1, 6]); Gemm(graph, 2, [2]); })),
        ("FactorsOfPixels", OnImages(graph => { graph.Flatten("x"); Compute(graph, "Mul", [108]); MatMul(graph, 3); })),
        ("MeanAndDeviation", OnImages(graph => { Compute(graph, "Sub", [3, 1, 1]); Compute(graph, "Div", [1, 3, 1, 1]); Conv(graph, 4); })),
        ("MeanBeforeDense", OnVectors(graph => { Compute(graph, "Sub", [6]); Compute(graph, "Div", [], 3); MatMul(graph, 2); })),
        ("SubtractedFromOne", OnVectors(graph => { Compute(graph, "Sub", [], 1); MatMul(graph, 2); }, Swap)),
        ("FactorsOfGroups", OnImages(graph => { Compute(graph, "Mul", [3, 1, 1]); Conv(graph, 6, groups: 3, pad: 1); })),
        ("FactorsOfEachChannel", OnImages(graph => { Compute(graph, "Add", [3, 1, 1]); Conv(graph, 3, groups: 3, bias: true); })),
        ("FactorBeforePools", OnImages(graph =>
        {
            Compute(graph, "Mul", [3, 1, 1]);
            graph.Add("Relu", "relu", graph.Shape);
            graph.Add("MaxPool", "pool", [3, 3, 3], null, Attribute("kernel_shape", 2, 2), Attribute("strides", 2, 2));
            graph.Add("GlobalAveragePool", "mean", [3, 1, 1]);
            graph.Flatten("x");
            MatMul(graph, 2);
        })),
        ("SummandBeforePools", OnImages(graph =>
        {
            Compute(graph, "Add", [3, 1, 1]);
            graph.Add("AveragePool", "pool", [3, 3, 3], null, Attribute("kernel_shape", 2, 2), Attribute("strides", 2, 2));
            Conv(graph, 4);
        })),
        ("FactorAfterFlattening", OnImages(graph => { Conv(graph, 4); graph.Flatten("x"); Compute(graph, "Mul", [], -0.5f); })),
        ("QuotientAfterConv", OnImages(graph => { Conv(graph, 4, bias: true); Compute(graph, "Div", [4, 1, 1]); graph.Add("Tanh", "t", graph.Shape); })),
        ("NormalizationFirst", OnImages(graph => { Normalize(graph); Conv(graph, 4); })),
        ("FactorBeforeDropout", OnVectors(graph =>
        {
            Compute(graph, "Mul", [], 0.25f);
            graph.Add("Dropout", "drop", graph.Shape);
            MatMul(graph, 2);
        })),
        ("ReshapeOfCopiedBatch", OnImages(graph => { Reshape(graph, 0, -1); MatMul(graph, 3); })),
        ("ReshapeOfFreeBatch", OnImages(graph => { Reshape(graph, -1, 108); MatMul(graph, 3); })),
        ("ReshapeOfVectors", OnVectors(graph => { Reshape(graph, 0, 0); MatMul(graph, 3); })),
        ("SqueezedMean", OnImages(graph =>
        {
            graph.Add("GlobalAveragePool", "mean", [3, 1, 1]);
            graph.Add("Squeeze", "squeezed", [3], [graph.Constant("axes", [2, 3])]);
            MatMul(graph, 3);
        })),
    ];

    private static byte[] OnImages(Action<GraphWriter> write, Action<GraphProto>? change = null) => Write([3, 6, 6], write, change);

    private static byte[] OnVectors(Action<GraphWriter> write, Action<GraphProto>? change = null) => Write([6], write, change);

    private static byte[] Write(int[] input, Action<GraphWriter> write, Action<GraphProto>? change)
    {
        GraphWriter writer = new("foreign", input);
        write(writer);
        GraphProto graph = writer.End();
        change?.Invoke(graph);
        var model = new ModelProto { IrVersion = 9, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 20 });
        return model.ToByteArray();
    }

    // The constant is the first operand of every sum and difference.
    private static void Swap(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node.Where(node => node.OpType is "Add" or "Sub"))
        {
            (node.Input[0], node.Input[1]) = (node.Input[1], node.Input[0]);
        }
    }

    private static void Compute(GraphWriter graph, string operation, int[] shape, float? value = null)
    {
        float[] constant = value is { } only ? [only] : Drawn(shape);
        graph.Add(operation, $"{graph.Current}.{operation}", graph.Shape, [graph.Constant($"{graph.Current}.constant", shape, constant)]);
    }

    private static void Conv(GraphWriter graph, int filters, int groups = 1, int pad = 0, bool bias = false)
    {
        int[] weights = [filters, graph.Shape[0] / groups, 3, 3], biases = [filters];
        List<string> inputs = [graph.Constant("conv.weight", weights, Drawn(weights))];
        if (bias)
        {
            inputs.Add(graph.Constant("conv.bias", biases, Drawn(biases)));
        }

        graph.Add(
            "Conv", "conv", [filters, graph.Shape[1] + 2 * pad - 2, graph.Shape[2] + 2 * pad - 2], inputs, Attribute("group", groups),
            Attribute("pads", pad, pad, pad, pad));
    }

    private static void MatMul(GraphWriter graph, int units) => graph.Add(
        "MatMul", "product", [units], [graph.Constant("matrix", [graph.Shape[0], units], Drawn([graph.Shape[0], units]))]);

    private static void Gemm(GraphWriter graph, int units, int[] biases) => graph.Add(
        "Gemm",
        "dense",
        [units],
        [graph.Constant("w", [units, graph.Shape[0]], Drawn([units, graph.Shape[0]])), graph.Constant("b", biases, Drawn(biases))],
        Attribute("transB", 1));

    private static void Pad(GraphWriter graph, long[] pads, long[] axes)
    {
        int[] shape = [.. graph.Shape];
        for (int i = 0; i < axes.Length; i++)
        {
            long axis = axes[i] < 0 ? axes[i] + 3 : axes[i] - 1;
            if (axis >= 0)
            {
                shape[axis] += (int)(pads[i] + pads[axes.Length + i]);
            }
        }

        graph.Add("Pad", "padded", shape, [graph.Constant("pads", pads), graph.Constant("zero", [], [0f]), graph.Constant("axes", axes)]);
    }

    private static void Normalize(GraphWriter graph) => graph.Add(
        "BatchNormalization",
        "norm",
        graph.Shape,
        [
            graph.Constant("scale", [3], [2, 3, -1]), graph.Constant("shift", [3], [1, 2, 0.5f]), graph.Constant("mean", [3], [1, 0, -2]),
            graph.Constant("variance", [3], [4, 0.25f, 1]),
        ],
        Attribute("epsilon", 1e-5f));

    private static void Reshape(GraphWriter graph, long samples, long rest) => graph.Add(
        "Reshape",
        "vectors",
        [graph.Shape.Aggregate((product, size) => product * size)],
        [graph.Constant("shape", [samples, rest])]);

    // Between 0.2 and 1.2, so that divisors are not near zero.
    private static float[] Drawn(int[] shape)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        Random random = new(length + 31 * shape.Length);
        return [.. Enumerable.Range(0, length).Select(_ => 0.2f + random.NextSingle())];
    }
}
