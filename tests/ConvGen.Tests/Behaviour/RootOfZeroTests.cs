using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Behaviour;

[Network(1, 6, 6)]
[Conv(11, 1), L2Pool(2)]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class RootNet;

/// <summary>The square root has no derivative at zero: the gradient for a window of zeros is zero, not infinity times zero.</summary>
public sealed class RootOfZeroTests
{
    private const int Samples = 5, Filters = 11, DeadFilters = 3;

    [Fact]
    public void Only_windows_of_zeros_have_a_zero_gradient()
    {
        RootNet network = new(seed: 1);
        float[] weights = new float[Filters];
        for (int filter = DeadFilters; filter < Filters; filter++)
        {
            weights[filter] = 0.5f + filter;
        }

        network.Parameters[0].CopyFrom(weights);
        network.Parameters[1].CopyFrom(new float[Filters]);
        Gradients gradients = network.CreateGradients();
        network.Backpropagate(TestData.Floats(Samples * RootNet.InputLength), TestData.Labels(Samples, RootNet.OutputLength), gradients);

        Assert.All(BackpropagateTests.Values(gradients), value => Assert.True(float.IsFinite(value)));
        float[] ofFilters = new float[Filters];
        gradients[0].CopyTo(ofFilters);
        Assert.All(ofFilters[..DeadFilters], value => Assert.Equal(0f, value));
        Assert.All(ofFilters[DeadFilters..], value => Assert.NotEqual(0f, value));
    }
}
