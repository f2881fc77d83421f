using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using Google.Protobuf;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Tests.Onnx;

/// <summary>The forms in which models of other programs move values.</summary>
public sealed class RearrangementImportTests
{
    [Theory]
    [InlineData("Upsample(2)", "nearest", "asymmetric", "floor")]
    [InlineData("Upsample(2)", "nearest", "half_pixel", "round_prefer_floor")]
    [InlineData("Upsample(2, Mode = UpsampleMode.Bilinear)", "linear", "half_pixel", "floor")]
    [InlineData("Upsample(2, Mode = UpsampleMode.Bilinear)", "linear", "pytorch_half_pixel", "floor")]
    [InlineData("Upsample(2, Mode = UpsampleMode.BilinearAlignCorners)", "linear", "align_corners", "floor")]
    [InlineData("Upsample(2, Mode = UpsampleMode.BilinearAsymmetric)", "linear", "asymmetric", "floor")]
    public void Upsampling_is_imported_in_all_modes(string layer, string mode, string coordinates, string nearest)
    {
        AttributeProto[] settings =
            [Attribute("mode", mode), Attribute("coordinate_transformation_mode", coordinates), Attribute("nearest_mode", nearest)];
        Imported(layer, graph => graph.Add("Resize", "up", [4, 4, 6], ["", graph.Constant("scales", [4], [1, 1, 2, 2])], settings));
        Imported(layer, graph => graph.Add("Resize", "up", [4, 4, 6], ["", "", graph.Constant("sizes", [1, 4, 4, 6])], settings));
    }

    [Fact]
    public void Other_modes_and_factors_of_Resize_are_refused()
    {
        Refused("expected a mode that ConvGen has, found cubic, half_pixel", graph => graph.Add(
            "Resize", "up", [4, 4, 6], ["", graph.Constant("scales", [4], [1, 1, 2, 2])], Attribute("mode", "cubic")));
        Refused("expected a mode that ConvGen has, found nearest, asymmetric, ceil", graph => graph.Add(
            "Resize", "up", [4, 4, 6], ["", graph.Constant("scales", [4], [1, 1, 2, 2])],
            Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "ceil")));
        Refused("expected whole factors for rows and columns, found [1, 1, 1.5, 2]", graph => graph.Add(
            "Resize", "up", [4, 3, 6], ["", graph.Constant("scales", [4], [1, 1, 1.5f, 2])]));
        Refused("expected whole factors for rows and columns, found [1, 2, 1, 1]", graph => graph.Add(
            "Resize", "up", [8, 2, 3], ["", graph.Constant("scales", [4], [1, 2, 1, 1])]));
    }

    [Fact]
    public void Slices_of_channels_are_imported_and_others_refused()
    {
        Imported("Slice(1, 2)", graph => Slice(graph, 1, 3, 1));
        Imported("Slice(2, 2)", graph => Slice(graph, -2, long.MaxValue, -3));
        Refused("expected a slice of channels in steps of 1, found axes [2] and steps [1]", graph => Slice(graph, 0, 1, 2));
        Refused("found axes [1] and steps [2]", graph => graph.Add(
            "Slice", "part", [2, 2, 3],
            [graph.Constant("starts", [0]), graph.Constant("ends", [4]), graph.Constant("axes", [1]), graph.Constant("steps", [2])]));
        Refused("expected a slice that takes a channel, found 3 to 3 of 4", graph => Slice(graph, 3, 3, 1));
        Refused("expected images", graph =>
        {
            graph.Flatten("part");
            Slice(graph, 0, 6, 1);
        });

        static void Slice(GraphWriter graph, long start, long end, long axis) => graph.Add(
            "Slice", "part", [2, 2, 3], [graph.Constant("starts", [start]), graph.Constant("ends", [end]), graph.Constant("axes", [axis])]);
    }

    [Fact]
    public void A_shuffle_of_pixels_has_the_order_of_PyTorch()
    {
        Imported("PixelShuffle(2)", graph => graph.Add(
            "DepthToSpace", "pixels", [1, 4, 6], null, Attribute("blocksize", 2), Attribute("mode", "CRD")));
        Refused("expected mode CRD and a square that divides 4 channels, found mode DCR and blocksize 2", graph => graph.Add(
            "DepthToSpace", "pixels", [1, 4, 6], null, Attribute("blocksize", 2)));
        Refused("found mode CRD and blocksize 3", graph => graph.Add(
            "DepthToSpace", "pixels", [1, 4, 6], null, Attribute("blocksize", 3), Attribute("mode", "CRD")));
    }

    [Fact]
    public void A_shuffle_of_channels_is_imported_from_three_nodes()
    {
        Imported("ChannelShuffle(2)", graph => Shuffle(graph, [-1, 2, 2, 2, 3], [0, 2, 1, 3, 4], [-1, 4, 2, 3]));
        Imported("ChannelShuffle(2)", graph => Shuffle(graph, [0, 2, 2, 2, 3], [0, 2, 1, 3, 4], [0, -1, 2, 3]));
        Refused("node groups (Reshape)", graph => Shuffle(graph, [0, 2, 2, 2, 3], [0, 1, 2, 3, 4], [0, 4, 2, 3]));
        Refused("node groups (Reshape)", graph => Shuffle(graph, [0, 2, 2, 2, 3], [0, 2, 1, 3, 4], [0, 4, 3, 2]));

        static void Shuffle(GraphWriter graph, long[] groups, long[] order, long[] joined)
        {
            graph.Add("Reshape", "groups", [2, 2, 2, 3], [graph.Constant("first", groups)]);
            graph.Add("Transpose", "transposed", [2, 2, 2, 3], null, Attribute("perm", order));
            graph.Add("Reshape", "joined", [4, 2, 3], [graph.Constant("second", joined)]);
        }
    }

    [Fact]
    public void A_padding_that_no_window_includes_becomes_a_layer()
    {
        Imported("Pad(1, Mode = PadMode.Reflection)", graph => Pad(graph, "reflect", 1, 1, 1, 1));
        Imported("Pad(Left = 2, Mode = PadMode.Edge)", graph => Pad(graph, "edge", 0, 2, 0, 0));
        Imported("Pad(Top = 1, Right = 2)", graph => Pad(graph, "constant", 1, 0, 0, 2));
        Imported("Pad(1), ReLU", graph =>
        {
            Pad(graph, "constant", 1, 1, 1, 1);
            graph.Add("Relu", "act", [4, 4, 5]);
        });
        Imported("Pad(1), MaxPool(2, Stride = 1", graph =>
        {
            Pad(graph, "constant", 1, 1, 1, 1);
            graph.Add("MaxPool", "pool", [4, 3, 4], null, Attribute("kernel_shape", 2, 2));
        }, isWhole: false);
        Refused("found mode wrap", graph => Pad(graph, "wrap", 1, 1, 1, 1));

        static void Pad(GraphWriter graph, string mode, int top, int left, int bottom, int right) => graph.Add(
            "Pad", "padded", [4, 2 + top + bottom, 3 + left + right],
            [graph.Constant("pads", [0, 0, top, left, 0, 0, bottom, right])], Attribute("mode", mode));
    }

    private static void Imported(string layer, Action<GraphWriter> write, bool isWhole = true) => Assert.Contains(
        $"[Network(4, 2, 3)]\n[{layer}{(isWhole ? "]\n" : "")}", OnnxNetwork.Parse(Model(write)).Declaration("N"), StringComparison.Ordinal);

    private static void Refused(string message, Action<GraphWriter> write)
    {
        OnnxImportException exception = Assert.Throws<OnnxImportException>(() => OnnxNetwork.Parse(Model(write)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Model(Action<GraphWriter> write)
    {
        GraphWriter graph = new("test", [4, 2, 3]);
        write(graph);
        return new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray();
    }
}
