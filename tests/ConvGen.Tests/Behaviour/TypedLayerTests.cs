namespace ConvGen.Tests.Behaviour;

/// <summary>Tests that a value set by its indices is at PyTorch's position, for any internal layout.</summary>
public sealed partial class TypedLayerTests
{
    private readonly SmallNet _network = new(seed: 1);

    [Fact]
    public void Convolution_weights_are_filter_channel_row_column()
    {
        for (int filter = 0; filter < 11; filter++)
        {
            for (int tap = 0; tap < 2 * 3 * 2; tap++)
            {
                _network.Conv1.Weights[filter, tap / 6, tap / 2 % 3, tap % 2] = 100 * filter + tap;
            }

            _network.Conv1.Bias[filter] = -filter;
        }

        Assert.Equal([11, 2, 3, 2], _network.Parameters["Conv1.weight"].Shape);
        Assert.Equal(Enumerable.Range(0, 11 * 12).Select(index => 100f * (index / 12) + index % 12), Values("Conv1.weight"));
        Assert.Equal(Enumerable.Range(0, 11).Select(filter => (float)-filter), Values("Conv1.bias"));
    }

    /// <summary>A filter only has weights for the channels of its group.</summary>
    [Fact]
    public void Weights_of_a_grouped_convolution_are_filter_channel_of_the_group_row_column()
    {
        var grouped = new Grouped(seed: 1);
        for (int index = 0; index < 15 * 2 * 3 * 2; index++)
        {
            grouped.Conv1.Weights[index / 12, index / 6 % 2, index / 2 % 3, index % 2] = index;
        }

        float[] values = new float[grouped.Parameters["Conv1.weight"].Length];
        grouped.Parameters["Conv1.weight"].CopyTo(values);
        Assert.Equal([15, 2, 3, 2], grouped.Parameters["Conv1.weight"].Shape);
        Assert.Equal(Enumerable.Range(0, 15 * 12).Select(index => (float)index), values);
        Assert.Equal((15, 2), (grouped.Conv1.Weights.Filters, grouped.Conv1.Weights.Channels));
    }

    /// <summary>After a convolution, the inputs of a dense layer are in channel, row, column order.</summary>
    [Fact]
    public void Dense_weights_are_unit_input()
    {
        int inputs = 11 * 3 * 3;
        for (int unit = 0; unit < 9; unit++)
        {
            for (int input = 0; input < inputs; input++)
            {
                _network.Dense1.Weights[unit, input] = 1000 * unit + input;
            }

            _network.Dense1.Bias[unit] = unit;
        }

        Assert.Equal([9, inputs], _network.Parameters["Dense1.weight"].Shape);
        Assert.Equal(
            Enumerable.Range(0, 9 * inputs).Select(index => 1000f * (index / inputs) + index % inputs), Values("Dense1.weight"));
        Assert.Equal(Enumerable.Range(0, 9).Select(unit => (float)unit), Values("Dense1.bias"));
    }

    [Fact]
    public void Copied_values_are_read_by_index()
    {
        float[] values = Noise.Draw(_network.Parameters["Conv1.weight"].Length, seed: 4);

        _network.Parameters["Conv1.weight"].CopyFrom(values);

        Assert.Equal(values[((10 * 2 + 1) * 3 + 2) * 2 + 1], _network.Conv1.Weights[10, 1, 2, 1]);
        Assert.Equal(values, Values("Conv1.weight"));
    }

    private float[] Values(string parameter)
    {
        float[] values = new float[_network.Parameters[parameter].Length];
        _network.Parameters[parameter].CopyTo(values);
        return values;
    }
    [Network(6, 4, 4)]
    [Conv(15, 3, 2, Groups = 3)]
    [Dense(2), MeanSquaredError]
    private sealed partial class Grouped;
}
