namespace ConvGen.Tests.Behaviour;

/// <summary>Forward kernels read packed weights. A step packs the weights that it updates; if a parameter is changed
/// from outside, the weights are packed before the next use.</summary>
public sealed partial class PackedWeightTests
{
    private const int Samples = 10;

    private readonly float[] _images = Noise.Draw(Samples * ManyFilters.InputLength, seed: 1);
    private readonly int[] _labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % ManyFilters.OutputLength)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_a_step_the_weights_are_packed_as_after_copying_them(int threads)
    {
        var network = new ManyFilters(seed: 1);
        using Trainer<ManyFilters> trainer = Trainer(network, threads);
        for (int step = 0; step < 3; step++)
        {
            trainer.Step(_images, _labels);
            Assert.Equal(Predict(CopyOf(network)), Predict(network));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_uses_weights_that_were_changed_since_the_last_one(int threads)
    {
        var network = new ManyFilters(seed: 1);
        using Trainer<ManyFilters> trainer = Trainer(network, threads);
        trainer.Step(_images, _labels);
        network.Conv1.Weights[27, 3, 4, 4] += 0.5f;
        network.Conv1.Bias[0] += 0.5f;
        ManyFilters copy = CopyOf(network);
        using Trainer<ManyFilters> other = Trainer(copy, threads);

        Assert.Equal(other.Step(_images, _labels), trainer.Step(_images, _labels));
        Assert.Equal(Predict(copy), Predict(network));
    }

    [Fact]
    public void A_prediction_uses_weights_that_were_copied_in_since_the_last_one()
    {
        var network = new ManyFilters(seed: 1);
        float[] before = Predict(network);
        Parameter parameter = network.Parameters["Conv1.weight"];
        float[] weights = new float[parameter.Length];
        parameter.CopyTo(weights);
        parameter.CopyFrom([.. weights.Select(weight => weight + 0.5f)]);

        float[] after = Predict(network);
        Assert.Equal(Predict(CopyOf(network)), after);
        Assert.NotEqual(before, after);
    }

    private static Trainer<ManyFilters> Trainer(ManyFilters network, int threads) =>
        new(network, new Sgd(0.1f), new TrainerOptions { Threads = threads });

    private static ManyFilters CopyOf(ManyFilters network)
    {
        var copy = new ManyFilters(seed: 2);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            copy.Parameters[parameter.Name].CopyFrom(values);
        }

        return copy;
    }

    private float[] Predict(ManyFilters network)
    {
        float[] outputs = new float[Samples * ManyFilters.OutputLength];
        network.Predict(_images, outputs);
        return outputs;
    }

    /// <summary>Several blocks of filters, enough arithmetic for transformed weights, and groups.</summary>
    [Network(4, 12, 12)]
    [Conv(28, 5), MaxPool(2), ReLU]
    [Conv(20, 3), ReLU]
    [Conv(30, 2, Groups = 5), ReLU]
    [Dense(3), SoftmaxCrossEntropy]
    private sealed partial class ManyFilters;
}
