using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Runtime;

/// <summary>The structure of a trace; other tests compare its values for every network of the matrix.</summary>
public sealed class TraceTests
{
    private static readonly SmallNet Net = new(seed: 1);
    private static readonly float[] Image = TestData.Floats(SmallNet.InputLength);

    [Fact]
    public void Every_layer_has_its_values_under_its_name()
    {
        ActivationTrace trace = Net.Trace(Image);
        Assert.Equal(SmallNet.Summary.Layers.Select(layer => layer.Name), trace.Select(layer => layer.Name));
        Assert.Equal(["Conv1", "MaxPool1", "ReLU1", "Dense1", "Tanh1", "Dense2"], trace.Select(layer => layer.Name));
        Assert.Equal(
            SmallNet.Summary.Layers.Select(layer => string.Join('x', layer.OutputShape)),
            trace.Select(layer => string.Join('x', layer.Shape)));
        Assert.Same(trace[2], trace["ReLU1"]);
        Assert.Equal(6, trace.Count);
    }

    [Fact]
    public void Values_are_in_the_order_channel_row_column()
    {
        LayerActivation conv = Net.Trace(Image)["Conv1"];
        Assert.Equal((11, 7, 6), (conv.Channels, conv.Height, conv.Width));
        Assert.Equal(conv.Values[(4 * 7 + 5) * 6 + 3], conv[4, 5, 3]);
        Assert.Equal(conv.Values.Slice(4 * 42, 42).ToArray(), conv.Map(4).ToArray());

        double sum = Net.Conv1.Bias[4];
        for (int channel = 0; channel < 2; channel++)
        {
            for (int place = 0; place < 6; place++)
            {
                (int y, int x) = (place / 2, place % 2);
                sum += (double)Net.Conv1.Weights[4, channel, y, x] * Image[(channel * 9 + 5 + y) * 7 + 3 + x];
            }
        }

        Assert.Equal(sum, conv[4, 5, 3], 1e-6);
    }

    [Fact]
    public void A_vector_is_a_map_of_one_pixel_per_value()
    {
        LayerActivation dense = Net.Trace(Image)["Dense1"];
        Assert.Equal((9, 1, 1), (dense.Channels, dense.Height, dense.Width));
        Assert.Equal(dense.Values[8], dense[8, 0, 0]);
    }

    [Fact]
    public void The_output_equals_that_of_Predict()
    {
        float[] outputs = new float[SmallNet.OutputLength];
        Net.Predict(Image, outputs);
        ActivationTrace trace = Net.Trace(Image);
        Assert.Equal(outputs, trace.Output.Values.ToArray());
        Assert.Equal(1, trace.Output.Values.ToArray().Sum(), 1e-6f);

        // Softmax keeps the differences of the logits.
        LayerActivation logits = trace["Dense2"];
        Assert.Equal(logits[0, 0, 0] - logits[1, 0, 0], MathF.Log(outputs[0] / outputs[1]), 1e-5f);
    }

    [Fact]
    public void Mismatched_arguments_are_rejected()
    {
        Assert.Throws<ArgumentException>("input", () => Net.Trace(new float[3]));
        ActivationTrace trace = Net.Trace(Image);
        KeyNotFoundException missing = Assert.Throws<KeyNotFoundException>(() => trace["Conv2"]);
        Assert.Contains("Conv1, MaxPool1", missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => trace[6]);
        Assert.Throws<ArgumentOutOfRangeException>("channel", () => trace["Conv1"][11, 0, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("row", () => trace["Conv1"][0, 7, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("column", () => trace["Conv1"][0, 0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>("channel", () => trace["Conv1"].Map(11).Length);
    }

    [Fact]
    public void The_summary_states_the_window_of_each_layer()
    {
        Assert.Equal(new LayerWindow(3, 2), SmallNet.Summary.Layers[0].Window);
        Assert.Equal(new LayerWindow(2, 2) { StrideY = 2, StrideX = 2 }, SmallNet.Summary.Layers[1].Window);
        Assert.Null(SmallNet.Summary.Layers[3].Window);
    }
}
