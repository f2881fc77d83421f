namespace ConvGen.Tests.Matrix;

/// <summary>Distinguishes results of cancellation from values that are just small.</summary>
public sealed class ConditioningTests
{
    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.5, true)]
    [InlineData(0.9999, false)]
    public void A_network_whose_outputs_nearly_equal_its_targets_is_ill_conditioned(double target, bool expected)
    {
        ReferenceNetwork network = new(new("OneWeight", new(1, 1, 1), [new DenseSpec(1) { Bias = false }], Loss.MeanSquaredError));
        network.Parameters[0].Values[0] = 1;

        Assert.Equal(expected, Conditioning.IsGood(network, inputs: [1], targets: [target], seed: 1));
        Assert.Equal(1, network.Parameters[0].Values[0]);
    }

    /// <summary>The gradient of a softmax that is certain of the right class is the rounding error of 1 - p.</summary>
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(8, false)]
    public void A_saturated_softmax_is_ill_conditioned(double logit, bool expected)
    {
        ReferenceNetwork network = new(new("TwoClasses", new(1, 1, 1), [new DenseSpec(2) { Bias = false }], Loss.SoftmaxCrossEntropy));
        network.Parameters[0].Values[0] = logit;
        network.Parameters[0].Values[1] = 0;

        Assert.Equal(expected, Conditioning.IsGood(network, inputs: [1], targets: [1, 0], seed: 1));
    }
}
