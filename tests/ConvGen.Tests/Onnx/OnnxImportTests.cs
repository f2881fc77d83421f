using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using Google.Protobuf;

namespace ConvGen.Tests.Onnx;

/// <summary>Tests models of other exporters: supported nodes, and the errors for unsupported ones.</summary>
public sealed class OnnxImportTests
{
    [Fact]
    public void A_declaration_looks_like_a_handwritten_one() => Assert.Equal(
        """
        using ConvGen;

        namespace Imported;

        /// <summary>Imported from an ONNX model.</summary>
        [Network(2, 9, 7)]
        [Conv(11, 3, 2), MaxPool(2), ReLU]
        [Dense(9), Tanh]
        [Dense(3), SoftmaxCrossEntropy]
        public sealed partial class Small;

        """,
        OnnxNetwork.Parse(new SmallNet().ToOnnx()).Declaration("Small", "Imported"));

    [Fact]
    public void Names_of_the_model_are_kept() => Assert.Contains(
        "[Dense(2, Name = \"Answer\")]",
        Import(graph => graph.Add(
            "Gemm", "Answer", [2],
            [graph.Constant("Answer.weight", [2, 4], new float[8]), graph.Constant("Answer.bias", [2], new float[2])],
            GraphWriter.Attribute("transB", 1))),
        StringComparison.Ordinal);

    [Fact]
    public void A_product_and_a_sum_become_a_dense_layer()
    {
        OnnxNetwork network = Parse(graph =>
        {
            graph.Add("MatMul", "product", [2], [graph.Constant("m", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])]);
            graph.Add("Add", "sum", [2], [graph.Constant("b", [2], [9, 10])]);
        });
        Assert.Contains("[Dense(2)]", network.Declaration("N"), StringComparison.Ordinal);
        DenseNet loaded = new();
        loaded.FromBytes(network.Weights());
        Assert.Equal([1f, 3f, 5f, 7f, 2f, 4f, 6f, 8f], Values(loaded.Parameters["Dense1.weight"]));
        Assert.Equal([9f, 10f], Values(loaded.Parameters["Dense1.bias"]));
    }

    [Fact]
    public void A_normalization_is_folded_into_the_layer_before_it()
    {
        OnnxNetwork network = Parse(graph =>
        {
            graph.Add("Gemm", "dense", [2], [graph.Constant("w", [2, 4], [1, 1, 1, 1, 2, 2, 2, 2])], GraphWriter.Attribute("transB", 1));
            graph.Add(
                "BatchNormalization",
                "norm",
                [2],
                [
                    graph.Constant("scale", [2], [2, 3]), graph.Constant("shift", [2], [10, 20]), graph.Constant("mean", [2], [1, 2]),
                    graph.Constant("variance", [2], [4, 0.25f]),
                ],
                GraphWriter.Attribute("epsilon", 0f));
        });
        DenseNet loaded = new();
        loaded.FromBytes(network.Weights());
        Assert.Equal([1f, 1f, 1f, 1f, 12f, 12f, 12f, 12f], Values(loaded.Parameters["Dense1.weight"]));
        Assert.Equal([9f, 8f], Values(loaded.Parameters["Dense1.bias"]));
    }

    [Fact]
    public void Files_that_are_not_models_are_rejected()
    {
        Assert.Contains("no graph", Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse([])).Message, StringComparison.Ordinal);
        byte[] model = new SmallNet().ToOnnx();
        for (int length = 1; length < model.Length; length += 7)
        {
            Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(model[..length]));
        }
    }

    [Fact]
    public void Changed_bytes_are_read_or_rejected()
    {
        byte[] model = new SmallNet().ToOnnx();
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. model];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                // Most of the bytes are weights: the structure is at both ends.
                int at = random.Next(2) == 0 ? random.Next(Math.Min(600, model.Length)) : random.Next(model.Length);
                changed[at] = (byte)random.Next(256);
            }

            try
            {
                var network = OnnxNetwork.Parse(changed);
                network.Declaration("N");
                network.Weights();
            }
            catch (OnnxImportException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 1999);
    }

    [Fact]
    public void Unsupported_nodes_are_reported()
    {
        Refused("node odd (Selu): ConvGen has no layer", graph => graph.Add("Selu", "odd", [4]));
        Refused(
            "node elu (Elu): expected an alpha of 1",
            graph => graph.Add("Elu", "elu", [4], null, GraphWriter.Attribute("alpha", 2f)));
        Refused("node soft (Softmax): expected a softmax over the channels", graph => graph.Add("Softmax", "soft", [2, 3, 3]), 2, 3, 3);
        Refused("node dense (Gemm): expected vectors times a matrix", graph =>
            graph.Add("Gemm", "dense", [2], [graph.Constant("w", [4, 2], new float[8])], GraphWriter.Attribute("transB", 1)));
        Refused("node dense (Gemm): expected a constant as input 1", graph => graph.Add("Gemm", "dense", [2], ["missing"]));
        Refused("node conv (Conv): expected images, found vectors of 4", graph =>
            graph.Add("Conv", "conv", [1], [graph.Constant("w", [1, 1, 1, 1], new float[1])]));
        Refused("expected at least one layer, found none", graph => graph.Add("Add", "sum", [4], [graph.Constant("b", [4], new float[4])]));
        Refused("node drop (Dropout): expected one value", graph =>
            graph.Add("Dropout", "drop", [4], [graph.Constant("ratio", [0], [])]));
        Refused("node leaky (LeakyRelu): expected a finite number", graph =>
            graph.Add("LeakyRelu", "leaky", [4], null, GraphWriter.Attribute("alpha", float.NaN)));
        Refused("found a branch: 2 nodes take relu", graph =>
        {
            graph.Add("Relu", "relu", [4]);
            graph.Add("Tanh", "tanh", [4]);
            graph.Add("Add", "sum", [4], ["relu"]);
        });
    }

    [Fact]
    public void An_average_that_counts_only_some_of_its_padding_is_rejected() => Refused(
        "node average (AveragePool): expected padding that counts either in all averages or in none, found both",
        graph =>
        {
            graph.Add("Pad", "padded", [1, 5, 4], [graph.Constant("pads", [0, 0, 1, 0, 0, 0, 0, 0]), graph.Constant("zero", [], [0f])]);
            graph.Add(
                "AveragePool", "average", [1, 3, 2], null, GraphWriter.Attribute("kernel_shape", 2, 2),
                GraphWriter.Attribute("strides", 2, 2), GraphWriter.Attribute("pads", 1, 0, 0, 0));
        },
        1, 4, 4);

    [Fact]
    public void A_sum_that_is_not_one_value_for_each_filter_is_rejected()
    {
        Action<GraphWriter> AfterConv(params int[] shape) => graph =>
        {
            graph.Add("Conv", "conv", [4, 4, 4], [graph.Constant("w", [4, 1, 3, 3], new float[36])]);
            graph.Add("Add", "sum", [4, 4, 4], [graph.Constant("b", shape, Counted(shape))]);
        };
        Action<GraphWriter> AfterMatMul(params int[] shape) => graph =>
        {
            graph.Add("MatMul", "product", [2], [graph.Constant("m", [4, 2], new float[8])]);
            graph.Add("Add", "sum", [2], [graph.Constant("b", shape, Counted(shape))]);
        };
        const string Images = "node sum (Add): expected [4, 1, 1], [1, 4, 1, 1] or a single value for samples of [4, 4, 4], found b";
        Refused(Images + " of the shape [4]", AfterConv(4), 1, 6, 6);
        Refused(Images + " of the shape [4, 1]", AfterConv(4, 1), 1, 6, 6);
        Refused(Images + " of the shape [4, 1, 1, 1]", AfterConv(4, 1, 1, 1), 1, 6, 6);
        Refused(Images + " of the shape [4, 4, 4]", AfterConv(4, 4, 4), 1, 6, 6);
        Refused("node sum (Add): expected [2], [1, 2] or a single value for samples of [2], found b of the shape [2, 1]", AfterMatMul(2, 1));
        Refused("found b of the shape [1, 1, 2]", AfterMatMul(1, 1, 2));
        Refused("node dense (Gemm): expected [2], [1, 2] or a single value", graph => graph.Add(
            "Gemm", "dense", [2], [graph.Constant("w", [4, 2], new float[8]), graph.Constant("b", [2, 1], [1, 2])]));
    }

    [Fact]
    public void A_bias_without_row_and_column_axes_after_a_global_mean_is_rejected() => Refused(
        "node sum (Add): expected [3, 1, 1], [1, 3, 1, 1] or a single value for samples of [3, 1, 1], found b of the shape [3]",
        graph =>
        {
            graph.Add("GlobalAveragePool", "mean", [3, 1, 1]);
            graph.Add("Add", "sum", [3, 1, 3], [graph.Constant("b", [3], [1, 2, 3])]);
        },
        3, 6, 6);

    [Fact]
    public void Padding_of_other_axes_than_rows_and_columns_is_rejected()
    {
        Action<GraphWriter> Padded(long[] pads, params long[] axes) => graph =>
        {
            graph.Add("Pad", "padded", [1, 6, 6], [graph.Constant("pads", pads), "", graph.Constant("axes", axes)]);
            graph.Add("GlobalMaxPool", "max", [1, 1, 1]);
        };
        Refused("pads [1, 1] and axes [1]", Padded([1, 1], 1), 1, 6, 6);
        Refused("pads [1, 1, 1, 1] and axes [2, -2]", Padded([1, 1, 1, 1], 2, -2), 1, 6, 6);
        Refused("pads [1, 1, 1, 1] and axes [2]", Padded([1, 1, 1, 1], 2), 1, 6, 6);
        Refused("pads [1, 1] and axes [4]", Padded([1, 1], 4), 1, 6, 6);
        Refused("node padded (Pad): expected a constant as input 2", graph => graph.Add(
            "Pad", "padded", [1, 6, 6], [graph.Constant("pads", [0, 0, 1, 0, 0, 0, 0, 0]), "computed"]), 1, 6, 6);
    }

    [Fact]
    public void A_constant_factor_is_not_imported_as_a_dropout()
    {
        string declaration = Import(graph =>
        {
            graph.Add("Mul", "scaled", [4], [graph.Constant("factor", [], [1 / 255f])]);
            graph.Add("MatMul", "product", [2], [graph.Constant("m", [4, 2], new float[8])]);
        });
        Assert.Contains("[Network(4)]\n[Dense(2, Bias = false)]", declaration, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_that_ConvGen_exported_for_a_dropout_is_imported_as_one() => Assert.Contains(
        "[Dense(3), Dropout(0.75, Inverted = false), Tanh]",
        OnnxNetwork.Parse(new BookDropoutNet().ToOnnx()).Declaration("N"),
        StringComparison.Ordinal);

    [Fact]
    public void Calculations_with_impossible_constants_are_rejected()
    {
        Refused("node scaled (Mul): expected values that leave the weights next to it finite", graph =>
        {
            graph.Add("MatMul", "product", [1], [graph.Constant("m", [4, 1], [1e30f, 1, 1, 1])]);
            graph.Add("Mul", "scaled", [1], [graph.Constant("factor", [], [1e30f])]);
        });
        Refused("node half (Div): expected a quotient", graph => graph.Add("Div", "half", [4], [graph.Constant("zero", [], [0])]));
        Refused("node old (Add): expected shapes that are aligned at their last axis", graph => graph.Add(
            "Add", "old", [4], [graph.Constant("b", [4], new float[4])], GraphWriter.Attribute("axis", 1)));
        Refused("node odd (Mul): expected a number for each of 1 channels, found numbers that differ between pixels", graph =>
        {
            graph.Flatten("odd");
            graph.Add("Mul", "odd", [4], [graph.Constant("factors", [4], [1, 2, 3, 4])]);
            graph.Add("Tanh", "tanh", [4]);
        }, 1, 2, 2);
    }

    [Fact]
    public void A_summand_before_a_convolution_that_pads_becomes_a_layer()
    {
        GraphWriter graph = new("test", [1, 6, 6]);
        graph.Add("Sub", "centred", [1, 6, 6], [graph.Constant("mean", [], [0.5f])]);
        graph.Add("Conv", "conv", [1, 6, 6], [graph.Constant("w", [1, 1, 3, 3], new float[9])], GraphWriter.Attribute("pads", 1, 1, 1, 1));
        string declaration = OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray()).Declaration("N");
        Assert.Contains("[Scale(1, -0.5)]\n[Conv(1, 3, Pad = 1, Bias = false)]", declaration, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_mix_samples_are_rejected()
    {
        Action<GraphWriter> Reshaped(params long[] shape) => graph =>
            graph.Add("Reshape", "flat", [16], [graph.Constant("shape", shape)]);
        const string Expected = "node flat (Reshape): expected each sample of [1, 4, 4] to become a vector of 16 values, found the shape ";
        Refused(Expected + "[4, -1] for a batch of any size", Reshaped(4, -1), 1, 4, 4);
        Refused(Expected + "[1, -1] for a batch of any size", Reshaped(1, -1), 1, 4, 4);
        Refused(Expected + "[-1, 4] for a batch of any size", Reshaped(-1, 4), 1, 4, 4);
        Refused(Expected + "[0, 0] for a batch of any size", Reshaped(0, 0), 1, 4, 4);
        Refused(Expected + "[-1, -1] for a batch of any size", Reshaped(-1, -1), 1, 4, 4);
        Refused(Expected + "[16]", Reshaped(16), 1, 4, 4);
        Refused("found axis 2", graph => graph.Add("Flatten", "flat", [16], null, GraphWriter.Attribute("axis", 2)), 1, 4, 4);
        Refused("node flat (Squeeze): expected each sample of [4, 1, 1] to become a vector of 4 values, found no axes", graph =>
        {
            graph.Add("GlobalMaxPool", "max", [4, 1, 1]);
            graph.Add("Squeeze", "flat", [4]);
        }, 4, 2, 2);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(4, 4, true)]
    [InlineData(1, 4, false)]
    public void A_batch_of_fixed_size_may_be_reshaped_by_that_size(int batch, long samples, bool isRead)
    {
        GraphWriter writer = new("test", [1, 4, 4]);
        writer.Add("Reshape", "flat", [16], [writer.Constant("shape", [samples, -1])]);
        writer.Add("Relu", "relu", [16]);
        GraphProto graph = writer.End();
        graph.Input[0].Type.TensorType.Shape.Dim[0] = new() { DimValue = batch };
        byte[] model = new ModelProto { IrVersion = 9, Graph = graph }.ToByteArray();
        if (isRead)
        {
            Assert.Contains("[Network(1, 4, 4)]\n[ReLU]", OnnxNetwork.Parse(model).Declaration("N"), StringComparison.Ordinal);
        }
        else
        {
            OnnxImportException exception = Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(model));
            Assert.Contains($"found the shape [4, -1] for a batch of {batch}", exception.Message, StringComparison.Ordinal);
        }
    }

    private static float[] Counted(int[] shape) =>
        [.. Enumerable.Range(1, shape.Aggregate(1, (product, size) => product * size)).Select(number => (float)number)];

    private static void Refused(string message, Action<GraphWriter> write, params int[] input)
    {
        OnnxImportException exception = Assert.Throws<OnnxImportException>(() => Parse(write, input));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static string Import(Action<GraphWriter> write) => Parse(write).Declaration("N");

    private static OnnxNetwork Parse(Action<GraphWriter> write, params int[] input)
    {
        GraphWriter graph = new("test", input is [] ? [4] : input);
        write(graph);
        return OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray());
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}

/// <summary>The network that is equivalent to a product with a matrix of four rows and two columns.</summary>
[Network(4)]
[Dense(2)]
public sealed partial class DenseNet;

/// <summary>A dropout that is not inverted, as in the book, without adjacent weights that could include its factor.</summary>
[Network(4)]
[Dense(3), Dropout(0.75, Inverted = false), Tanh]
public sealed partial class BookDropoutNet;
