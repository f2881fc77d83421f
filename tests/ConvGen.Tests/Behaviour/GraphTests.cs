namespace ConvGen.Tests.Behaviour;

/// <summary>Networks that are no chains, as users declare and run them.</summary>
public sealed class GraphTests
{
    private const int Samples = 21;

    [Fact]
    public void Outputs_follow_one_another_in_the_order_of_their_attributes()
    {
        Assert.Equal(
            [("Map", "Conv2", 0, 2 * 6 * 5), ("Scores", "Dense1", 60, 3), ("Stem", "Stem", 63, 4 * 6 * 5)],
            TwoHeads.Outputs.Select(output => (output.Name, output.Layer, output.Offset, output.Length)));
        Assert.Equal([2, 6, 5], TwoHeads.Outputs[0].Shape);
        Assert.Equal([3], TwoHeads.Outputs[1].Shape);
        Assert.Equal(183, TwoHeads.OutputLength);

        TwoHeads network = new(seed: 3);
        float[] inputs = Noise.Draw(Samples * TwoHeads.InputLength, seed: 5);
        float[] outputs = new float[Samples * TwoHeads.OutputLength];
        network.Predict(inputs, outputs);
        for (int sample = 0; sample < Samples; sample++)
        {
            ActivationTrace trace = network.Trace(inputs.AsSpan(sample * TwoHeads.InputLength, TwoHeads.InputLength));
            foreach (NetworkOutput output in TwoHeads.Outputs)
            {
                float[] written = outputs[(sample * TwoHeads.OutputLength + output.Offset)..][..output.Length];
                Matrix.Agreement.AssertClose(
                    output.Name, [.. trace[output.Layer].Values.ToArray().Select(value => (double)value)], written);
            }
        }
    }

    [Fact]
    public void A_convolution_that_is_an_output_does_not_include_the_normalization_after_it()
    {
        NormalizedHeads network = new(seed: 3);
        network.Parameters["BatchNorm1.running_mean"].CopyFrom([0.5f, -0.25f, 0.125f, 1f]);
        network.Parameters["BatchNorm1.running_var"].CopyFrom([0.5f, 2f, 4f, 0.25f]);
        float[] input = Noise.Draw(NormalizedHeads.InputLength, seed: 5);
        float[] outputs = new float[NormalizedHeads.OutputLength];
        network.Predict(input, outputs);
        ActivationTrace trace = network.Trace(input);
        foreach (NetworkOutput output in NormalizedHeads.Outputs)
        {
            Matrix.Agreement.AssertClose(
                output.Name,
                [.. trace[output.Layer].Values.ToArray().Select(value => (double)value)],
                outputs[output.Offset..][..output.Length]);
        }
    }

    /// <summary>The convolution needs a border of zeros around the value that both read.</summary>
    [Fact]
    public void A_maximum_of_a_value_that_a_padded_convolution_reads_too_is_that_of_its_windows()
    {
        PooledBesideABorder network = new(seed: 3);
        float[] input = Noise.Draw(PooledBesideABorder.InputLength, seed: 5);
        float[] output = new float[PooledBesideABorder.OutputLength];
        network.Predict(input, output);
        Matrix.Agreement.AssertClose(
            "output", [.. network.Trace(input)["Dense1"].Values.ToArray().Select(value => (double)value)], output);
    }

    [Fact]
    public void A_network_without_an_output_attribute_has_one_output() =>
        Assert.Equal(("Output", "Dense1", 0, 4), TellOf(Assert.Single(ResidualNet.Outputs)));

    [Fact]
    public void The_summary_says_which_values_a_layer_reads()
    {
        Assert.Equal(["ReLU2", "Conv1"], ResidualNet.Summary.Layers.Single(layer => layer.Name == "Add1").Inputs);
        Assert.Equal(["Input"], ResidualNet.Summary.Layers[0].Inputs);
        Assert.Contains("reads", ResidualNet.Summary.ToString(), StringComparison.Ordinal);
        Assert.Contains("ReLU2, Conv1", ResidualNet.Summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_network_that_connects_its_layers_otherwise_are_refused()
    {
        byte[] weights = new ResidualNet(seed: 1).ToBytes();
        new ResidualNet(seed: 2).FromBytes(weights);
        Assert.Throws<NetworkFileException>(() => new OtherResidualNet(seed: 2).FromBytes(weights));
    }

    [Fact]
    public void Training_a_residual_network_allocates_nothing()
    {
        float[] inputs = Noise.Draw(Samples * ResidualNet.InputLength, seed: 5);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % ResidualNet.OutputLength)];
        using Trainer<ResidualNet> trainer = new(new ResidualNet(seed: 1), new Sgd(0.01f), new TrainerOptions { Threads = 1 });
        float first = trainer.Step(inputs, labels);
        long before = GC.GetAllocatedBytesForCurrentThread();
        float last = 0;
        for (int step = 0; step < 50; step++)
        {
            last = trainer.Step(inputs, labels);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(last < first, $"The loss was {first} and is {last}.");
    }

    private static (string Name, string Layer, int Offset, int Length) TellOf(NetworkOutput output) =>
        (output.Name, output.Layer, output.Offset, output.Length);
}

/// <summary>A network with an image, a vector, and the value that both read as its outputs.</summary>
[Network(3, 8, 7)]
[Conv(4, 3), ReLU(Name = "Stem")]
[Conv(2, 1), Output("Map")]
[From("Stem"), Dense(3), Output("Scores")]
[From("Stem"), Output("Stem")]
public sealed partial class TwoHeads;

/// <summary>Outputs before and after a normalization.</summary>
[Network(3, 8, 7)]
[Conv(5, 3, Name = "First"), Output("First")]
[Conv(4, 3, Name = "Raw"), Output("Raw")]
[BatchNorm, ReLU, Output("Normalized")]
public sealed partial class NormalizedHeads;

/// <summary>A value that a pooling and a padded convolution read.</summary>
[Network(8, 9, 5)]
[MaxPool(2), GlobalMaxPool(Name = "Largest")]
[From("Input"), Conv(8, 3, Same = true), GlobalAveragePool]
[Concat("Largest"), Dense(4)]
public sealed partial class PooledBesideABorder;

/// <summary>A residual block with a normalization.</summary>
[Network(3, 8, 7)]
[Conv(5, 3)]
[Residual, Conv(5, 3, Same = true), BatchNorm, ReLU, Conv(5, 3, Same = true), ReLU, EndResidual]
[Dense(4), SoftmaxCrossEntropy]
public sealed partial class ResidualNet;

/// <summary>The layers of <see cref="ResidualNet"/>, with the block around fewer of them.</summary>
[Network(3, 8, 7)]
[Conv(5, 3)]
[Conv(5, 3, Same = true), BatchNorm, ReLU, Residual, Conv(5, 3, Same = true), ReLU, EndResidual]
[Dense(4), SoftmaxCrossEntropy]
public sealed partial class OtherResidualNet;
