using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using Google.Protobuf;

namespace ConvGen.Tests.Onnx;

/// <summary>Models that others wrote: what is understood, and what is refused and why.</summary>
public sealed class OnnxImportTests
{
    [Fact]
    public void A_declaration_reads_as_one_writes_it() => Assert.Equal(
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
    public void A_product_and_a_sum_are_a_dense_layer()
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
    public void What_is_no_model_is_refused()
    {
        Assert.Contains("no graph", Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse([])).Message, StringComparison.Ordinal);
        byte[] model = new SmallNet().ToOnnx();
        for (int length = 1; length < model.Length; length += 7)
        {
            Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(model[..length]));
        }
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused()
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
                OnnxNetwork network = OnnxNetwork.Parse(changed);
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
    public void What_cannot_be_expressed_is_named()
    {
        Refused("node odd (HardSwish): ConvGen has no layer", graph => graph.Add("HardSwish", "odd", [4]));
        Refused(
            "node elu (Elu): expected the plain function",
            graph => graph.Add("Elu", "elu", [4], null, GraphWriter.Attribute("alpha", 2f)));
        Refused("node soft (Softmax): expected a softmax over vectors at the end", graph =>
        {
            graph.Add("Softmax", "soft", [4]);
            graph.Add("Relu", "relu", [4]);
        });
        Refused("node dense (Gemm): expected vectors times a matrix", graph =>
            graph.Add("Gemm", "dense", [2], [graph.Constant("w", [4, 2], new float[8])], GraphWriter.Attribute("transB", 1)));
        Refused("node dense (Gemm): expected a constant as input 1", graph => graph.Add("Gemm", "dense", [2], ["missing"]));
        Refused("node conv (Conv): expected images, found vectors of 4", graph =>
            graph.Add("Conv", "conv", [1], [graph.Constant("w", [1, 1, 1, 1], new float[1])]));
        Refused("node sum (Add): expected a sum", graph => graph.Add("Add", "sum", [4], [graph.Constant("b", [4], new float[4])]));
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
    public void An_average_that_counts_some_of_its_padding_is_refused() => Refused(
        "node average (AveragePool): expected padding that counts in every average or in none, found some of both",
        graph =>
        {
            graph.Add("Pad", "padded", [1, 5, 4], [graph.Constant("pads", [0, 0, 1, 0, 0, 0, 0, 0]), graph.Constant("zero", [], [0f])]);
            graph.Add(
                "AveragePool", "average", [1, 3, 2], null, GraphWriter.Attribute("kernel_shape", 2, 2),
                GraphWriter.Attribute("strides", 2, 2), GraphWriter.Attribute("pads", 1, 0, 0, 0));
        },
        1, 4, 4);

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

/// <summary>What a product with a matrix of four rows and two columns is.</summary>
[Network(4)]
[Dense(2)]
public sealed partial class DenseNet;
