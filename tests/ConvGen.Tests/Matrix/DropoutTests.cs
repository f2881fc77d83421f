using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>Tests networks with dropout: the masks of each step, and predictions.</summary>
public sealed class DropoutTests
{
    private const int Samples = 37;

    private static readonly NetworkSpec Book = NetworkSpec.OnImages("Book", 1, 12, 12, Loss.SoftmaxCrossEntropy,
        Dropout(0.2), Conv(5, 3), MaxPool(2), ReLU, Dropout(0.5) with { Inverted = false }, Dense(20), Tanh, Dropout(0.4), Dense(4));

    private static readonly NetworkSpec Inverted = NetworkSpec.OnImages("Inverted", 2, 9, 9, Loss.SoftmaxCrossEntropy,
        Conv(5, 3), ReLU, Dropout(0.5), Conv(3, 3) with { Pad = 1 }, Dense(4), Dropout(0.5));

    private static readonly NetworkSpec Plain = NetworkSpec.OnImages("Plain", 2, 9, 9, Loss.SoftmaxCrossEntropy,
        Conv(5, 3), ReLU, Conv(3, 3) with { Pad = 1 }, Dense(4));

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("DropoutNetworks", [Book, Inverted, Plain]));

    private static int[] Labels => [.. Enumerable.Range(0, Samples).Select(sample => sample % 4)];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_weights_are_the_same_bits_for_every_number_of_threads(int threads) =>
        Assert.Equal(Trained(seed: 3, threads: 1, steps: 5), Trained(seed: 3, threads, steps: 5));

    [Fact]
    public void Another_seed_drops_other_values() =>
        Assert.NotEqual(Trained(seed: 3, threads: 1, steps: 1), Trained(seed: 4, threads: 1, steps: 1));

    [Fact]
    public void The_masks_of_a_step_depend_on_the_trainers_seed_and_the_step()
    {
        const float Rate = 0.25f;
        ReferenceNetwork reference = new(Book);
        float[] inputs = Floats.From(DrawnCase.Draw(reference, Samples, seed: 1).Inputs);
        ITestNetwork network = Batch.Value.Create(reference);
        Gradients gradients = network.CreateGradients();
        for (int step = 0; step < 3; step++)
        {
            gradients.Dropout = new(Seed: 3, step);
            network.Backpropagate(inputs, Labels, gradients);
            foreach (Parameter parameter in network.Parameters)
            {
                float[] weights = Values(parameter.Length, values => parameter.CopyTo(values));
                float[] slopes = Values(parameter.Length, values => gradients[parameter.Name].CopyTo(values));
                parameter.CopyFrom([.. weights.Zip(slopes, (w, g) => float.MultiplyAddEstimate(-Rate, g, w))]);
            }
        }

        Assert.Equal(Everything(network), Trained(seed: 3, threads: 2, steps: 3, Rate));
    }

    [Fact]
    public void The_masks_of_a_sample_do_not_depend_on_later_samples()
    {
        ReferenceNetwork reference = new(Book);
        float[] inputs = Floats.From(DrawnCase.Draw(reference, Samples, seed: 1).Inputs);
        ITestNetwork network = Batch.Value.Create(reference);
        float[] InputGradients(int samples)
        {
            Gradients gradients = network.CreateGradients();
            gradients.Dropout = new(Seed: 1, Step: 2);
            network.Backpropagate(inputs.AsSpan(0, samples * network.InputLength), Labels.AsSpan(0, samples), gradients);

            // The loss is the mean over samples. Multiplied by the number of samples, the gradients of one sample do not depend on the
            // others.
            return [.. Values(gradients.Input.Length, values => gradients.Input.CopyTo(values)).Select(value => samples * value)];
        }

        float[] few = InputGradients(8);
        Assert.Equal(few, InputGradients(32)[..few.Length]);
        Assert.Contains(few, value => value == 0);
    }

    [Fact]
    public void Inverted_dropout_has_no_effect_on_predictions()
    {
        ReferenceNetwork plain = new(Plain);
        var drawn = DrawnCase.Draw(plain, Samples, seed: 1);
        ReferenceNetwork inverted = new(Inverted);
        foreach ((ReferenceParameter from, ReferenceParameter to) in plain.Parameters.Zip(inverted.Parameters))
        {
            from.Values.CopyTo(to.Values, 0);
        }

        float[] Outputs(ReferenceNetwork reference) => Values(
            Samples * reference.Output.Length,
            outputs => Batch.Value.Create(reference).Predict(Floats.From(drawn.Inputs), outputs));
        Assert.Equal(Outputs(plain), Outputs(inverted));
    }

    private static float[] Trained(int seed, int threads, int steps, float rate = 0.1f)
    {
        ReferenceNetwork reference = new(Book);
        var drawn = DrawnCase.Draw(reference, Samples, seed: 1);
        ITestNetwork network = Batch.Value.Create(reference);
        network.Train(
            new Sgd(rate), new TrainerOptions { Seed = seed, Threads = threads }, steps, Floats.From(drawn.Inputs), Labels);
        return Everything(network);
    }

    private static float[] Everything(ITestNetwork network) =>
        [.. network.Parameters.SelectMany(parameter => Values(parameter.Length, values => parameter.CopyTo(values)))];

    private static float[] Values(int length, Action<float[]> copyTo)
    {
        float[] values = new float[length];
        copyTo(values);
        return values;
    }
}
