using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Tests.Runtime;

public sealed class ParameterTests
{
    [Fact]
    public void Copied_values_are_read_back_in_the_same_order()
    {
        var net = new LinearNet();
        foreach (Parameter parameter in net.Parameters)
        {
            float[] values = TestData.Floats(parameter.Length);
            parameter.CopyFrom(values);
            Assert.Equal(values, LinearNet.Values(parameter));
        }
    }

    [Fact]
    public void Typed_layers_and_copies_contain_the_same_elements()
    {
        var net = new LinearNet();
        net.Dense1.Weights[2, 4] = 7f;
        net.Dense1.Bias[1] = -3f;
        Assert.Equal(7f, LinearNet.Values(net.Parameters["Dense1.weight"])[2 * LinearNet.Inputs + 4]);
        Assert.Equal(-3f, LinearNet.Values(net.Parameters["Dense1.bias"])[1]);
        Assert.Equal(7f, net.Dense1.Weights[2, 4]);
        Assert.Equal(-3f, net.Dense1.Bias[1]);
    }

    [Fact]
    public void Names_and_shapes_equal_those_of_PyTorch()
    {
        var net = new LinearNet();
        Assert.Equal(["Dense1.weight", "Dense1.bias"], net.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([LinearNet.Units, LinearNet.Inputs], net.Parameters[0].Shape);
        Assert.Equal([LinearNet.Units], net.Parameters[1].Shape);
        Assert.Equal(LinearNet.ParameterCount, net.Parameters.Sum(parameter => parameter.Length));
        Assert.Equal((LinearNet.Units, LinearNet.Inputs), (net.Dense1.Weights.Units, net.Dense1.Weights.Inputs));
    }

    [Fact]
    public void Typed_layers_are_created_once()
    {
        var net = new LinearNet();
        Assert.Same(net.Dense1, net.Dense1);
    }

    [Fact]
    public void Every_change_affects_the_next_prediction()
    {
        var net = new LinearNet(LinearNet.Squares);
        float[] outputs = new float[LinearNet.Units];
        float[] input = [1f, 0f, 0f, 0f, 0f];
        net.Predict(input, outputs);

        net.Parameters["Dense1.weight"].CopyFrom(new float[LinearNet.Units * LinearNet.Inputs]);
        net.Dense1.Weights[1, 0] = 5f;
        net.Dense1.Bias[1] = 0.5f;
        net.Predict(input, outputs);
        Assert.Equal([0f, 5.5f, 0f], outputs);

        net.Dense1.Weights[1, 0] = 6f;
        net.Predict(input, outputs);
        Assert.Equal([0f, 6.5f, 0f], outputs);
    }

    [Fact]
    public void A_parameter_may_be_infinite_or_NaN_as_in_PyTorch()
    {
        var net = new LinearNet();
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        net.Parameters["Dense1.bias"].CopyFrom(values);
        Assert.Equal(values, LinearNet.Values(net.Parameters["Dense1.bias"]));
    }

    [Fact]
    public void A_finer_layout_than_the_shape_enumerates_its_elements_in_order()
    {
        // A dense layer of 2 units after a convolution with an output of 2 channels of 2x3 pixels, internally
        // [row][column][channel of 8].
        var map = new ElementMap(
            new ParameterLayout
            {
                Name = "Dense1.weight",
                Shape = [2, 12],
                Offset = 16,
                Deviation = 1,
                Dimensions = [new(2, 48), new(2, 1), new(2, 24), new(3, 8)],
            },
            end: 112);
        float[] ordered = [.. Enumerable.Range(1, 24).Select(i => (float)i)];
        float[] vector = new float[112];
        map.Scatter(ordered, vector);

        // Unit 1, channel 1, row 1, column 2 is element 23, at offset 16 + 48 + 1 + 24 + 16.
        Assert.Equal(24f, vector[105]);
        Assert.Equal(105, map.PlaceOf(23));
        Assert.Equal(24, vector.Count(value => value != 0));
        float[] back = new float[24];
        map.Gather(vector, back);
        Assert.Equal(ordered, back);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(30, 1)]
    [InlineData(0, 16)]
    [InlineData(0, -1)]
    public void A_layout_that_exceeds_the_vector_is_rejected(int offset, int stride)
    {
        var layout = new ParameterLayout
        {
            Name = "Dense1.bias",
            Shape = [3],
            Offset = offset,
            Deviation = 0,
            Dimensions = [new(3, stride)],
        };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ElementMap(layout, end: 32));
        Assert.Contains("Dense1.bias", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_is_addressed_by_filter_channel_row_and_column()
    {
        var core = new NetworkCore(new ConvParametersProgram("Conv"), seed: 3);
        ConvLayer conv = core.Layer<ConvLayer>("Conv1");
        float[] values = new float[core.Parameters["Conv1.weight"].Length];
        core.Parameters["Conv1.weight"].CopyTo(values);
        Assert.Equal((2, 3, 2, 4), (conv.Weights.Filters, conv.Weights.Channels, conv.Weights.Height, conv.Weights.Width));
        Assert.Equal(values[((1 * 3 + 2) * 2 + 1) * 4 + 3], conv.Weights[1, 2, 1, 3]);
        conv.Weights[0, 1, 0, 2] = 9f;
        core.Parameters["Conv1.weight"].CopyTo(values);
        Assert.Equal(9f, values[((0 * 3 + 1) * 2 + 0) * 4 + 2]);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => conv.Bias);
        Assert.Contains("Conv1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_found_by_their_declared_kind()
    {
        Assert.Equal("Conv1", new NetworkCore(new ConvParametersProgram("DepthwiseConv"), seed: 3).Layer<ConvLayer>("Conv1").Name);
        Assert.Throws<KeyNotFoundException>(() => new NetworkCore(new ConvParametersProgram("Dense"), seed: 3).Layer<ConvLayer>("Conv1"));
    }

    /// <summary>The parameters of a convolution without bias; it computes nothing.</summary>
    private sealed class ConvParametersProgram(string kind) : NetworkProgram
    {
        public override int VectorBits => 256;

        public override int ChunkSamples => 1;

        public override int InputLength => 24;

        public override int OutputLength => 2;

        public override int ParameterFloats => 192;

        public override int PackedFloats => 0;

        public override int InferenceWorkspaceFloats => 0;

        public override int TrainingWorkspaceFloats => 0;

        public override LossKind Loss => LossKind.None;

        public override IReadOnlyList<ParameterLayout> Parameters =>
        [
            new()
            {
                Name = "Conv1.weight", Shape = [2, 3, 2, 4], Offset = 0, Deviation = Math.Sqrt(2.0 / 24),
                Dimensions = [new(2, 1), new(3, 8), new(2, 96), new(4, 24)],
            },
        ];

        public override NetworkSummary Summary => new(
            "ConvParameters", [3, 2, 4], [new("Conv1", kind, [2, 1, 1], Parameters: 48, MultiplyAdds: 48)]);

        public override void Predict(
            ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace) =>
            throw new NotSupportedException("Only the parameters are of interest.");
    }
}
