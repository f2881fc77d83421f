using ConvGen.Tests.Behaviour;
using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

public sealed class TrainerTests
{
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.9f, 0f)]
    [InlineData(0f, 0.1f)]
    [InlineData(0.9f, 0.01f)]
    public void Sgd_implements_the_formula_of_PyTorch(float momentum, float decay)
    {
        const float LearningRate = 0.1f;
        LinearNet trained = new(seed: 1), mirror = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(
            trained, new Sgd(LearningRate) { Momentum = momentum, WeightDecay = decay }, new TrainerOptions { Threads = 2 });
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs);
        int[] labels = TestData.Labels(20, LinearNet.Units);
        Gradients gradients = mirror.CreateGradients();

        // torch.optim.SGD: buf = momentum * buf + (grad + decay * w), the first time buf = that; w -= lr * buf.
        double[] weights = [.. mirror.Snapshot().Select(value => (double)value)];
        double[]? buffer = null;
        for (int step = 0; step < 10; step++)
        {
            mirror.Parameters[0].CopyFrom([.. weights.Take(15).Select(value => (float)value)]);
            mirror.Parameters[1].CopyFrom([.. weights.Skip(15).Select(value => (float)value)]);
            mirror.Backpropagate(inputs, labels, gradients);
            double[] change = [.. BackpropagateTests.Values(gradients).Zip(weights, (g, w) => g + (double)decay * w)];
            buffer = buffer is null ? change : [.. buffer.Zip(change, (old, d) => (double)momentum * old + d)];
            weights = [.. weights.Zip(buffer, (w, b) => w - (double)LearningRate * b)];
            trainer.Step(inputs, labels);
        }

        Assert.All(weights.Zip(trained.Snapshot()), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        Assert.Equal(10, trainer.Steps);
    }

    [Fact]
    public void Biases_do_not_decay_if_DecaysBiases_is_false()
    {
        // All images are black, so that only the decay moves the weights.
        const float Decay = 0.5f, LearningRate = 0.1f;
        var net = new SmallNet(seed: 1);
        foreach (string bias in new[] { "Conv1.bias", "Dense1.bias", "Dense2.bias" })
        {
            net.Parameters[bias].CopyFrom([.. Enumerable.Repeat(-1f, net.Parameters[bias].Length)]);
        }

        SmallNet decayed = Stepped(decaysBiases: true), spared = Stepped(decaysBiases: false);
        foreach (Parameter parameter in net.Parameters)
        {
            bool isBias = parameter.Shape.Count == 1;
            float[] all = Values(decayed, parameter.Name), weightsAlone = Values(spared, parameter.Name);
            Assert.All(all.Zip(weightsAlone, Values(net, parameter.Name)), values => Assert.Equal(
                values.First, isBias ? values.Second - LearningRate * Decay * values.Third : values.Second, 1e-6f));
        }

        SmallNet Stepped(bool decaysBiases)
        {
            var copy = new SmallNet();
            foreach (Parameter parameter in net.Parameters)
            {
                copy.Parameters[parameter.Name].CopyFrom(Values(net, parameter.Name));
            }

            var optimizer = new Sgd(LearningRate) { WeightDecay = Decay, DecaysBiases = decaysBiases };
            using var trainer = new Trainer<SmallNet>(copy, optimizer);
            trainer.Step(new float[SmallNet.InputLength], [1]);
            return copy;
        }

        static float[] Values(SmallNet net, string parameter)
        {
            float[] values = new float[net.Parameters[parameter].Length];
            net.Parameters[parameter].CopyTo(values);
            return values;
        }
    }

    [Fact]
    public void The_first_step_equals_the_gradient_of_Backpropagate_bit_for_bit()
    {
        LinearNet net = new(seed: 1), before = new(seed: 1);
        float[] inputs = TestData.Floats(64 * LinearNet.Inputs);
        int[] labels = TestData.Labels(64, LinearNet.Units);
        Gradients gradients = before.CreateGradients();
        float expectedLoss = before.Backpropagate(inputs, labels, gradients);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.5f), new TrainerOptions { Threads = 3 });
        float loss = trainer.Step(inputs, labels);
        float[] slopes = BackpropagateTests.Values(gradients);
        float[] expected = [.. before.Snapshot().Zip(slopes, (w, g) => float.MultiplyAddEstimate(-0.5f, g, w))];
        Assert.Equal(expectedLoss, loss);
        Assert.Equal(expected, net.Snapshot());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 2)]
    [InlineData(33, 4)]
    [InlineData(64, 8)]
    public void The_weights_are_the_same_bits_for_every_number_of_threads(int batch, int slices)
    {
        Assert.Equal(slices, BatchSlices.Count(batch, LinearNet.Softmax));

        float[] Train(int threads)
        {
            var net = new LinearNet(seed: 7);
            using var trainer = new Trainer<LinearNet>(
                net, new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 1e-3f }, new TrainerOptions { Threads = threads });
            for (int step = 0; step < 50; step++)
            {
                trainer.Step(TestData.Floats(batch * LinearNet.Inputs, step), TestData.Labels(batch, LinearNet.Units, step));
            }

            return net.Snapshot();
        }

        float[] expected = Train(threads: 1);
        Assert.All((int[])[2, 3, 8], threads => Assert.Equal(expected, Train(threads)));
    }

    [Fact]
    public void Training_on_one_hot_targets_equals_training_on_labels()
    {
        LinearNet byLabel = new(seed: 1), byTarget = new(seed: 1);
        using var labelTrainer = new Trainer<LinearNet>(byLabel, new Sgd(0.1f));
        using var targetTrainer = new Trainer<LinearNet>(byTarget, new Sgd(0.1f));
        float[] inputs = TestData.Floats(9 * LinearNet.Inputs);
        int[] labels = TestData.Labels(9, LinearNet.Units);
        float labelLoss = labelTrainer.Step(inputs, labels);
        float targetLoss = targetTrainer.Step(inputs, BackpropagateTests.OneHot(labels, LinearNet.Units));
        Assert.Equal(labelLoss, targetLoss);
        Assert.Equal(byLabel.Snapshot(), byTarget.Snapshot());
    }

    [Fact]
    public void A_new_learning_rate_applies_from_the_next_step()
    {
        var net = new LinearNet(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f));
        float[] before = net.Snapshot(), inputs = TestData.Floats(4 * LinearNet.Inputs);
        trainer.Optimizer.LearningRate = 0f;
        trainer.Step(inputs, (int[])[0, 1, 2, 0]);
        Assert.Equal(before, net.Snapshot());
        trainer.Optimizer.LearningRate = 0.1f;
        trainer.Step(inputs, (int[])[0, 1, 2, 0]);
        Assert.NotEqual(before, net.Snapshot());
    }

    [Fact]
    public void A_step_uses_parameters_that_were_set_by_hand()
    {
        LinearNet net = new(seed: 1), other = new(seed: 2);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f));
        float[] inputs = TestData.Floats(4 * LinearNet.Inputs);
        int[] labels = [0, 1, 2, 0];
        trainer.Step(inputs, labels);
        net.Parameters[0].CopyFrom(LinearNet.Values(other.Parameters[0]));
        net.Parameters[1].CopyFrom(LinearNet.Values(other.Parameters[1]));
        Assert.Equal(other.Backpropagate(inputs, labels, other.CreateGradients()), trainer.Step(inputs, labels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing_after_the_first_one(int threads)
    {
        var net = new LinearNet();
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.01f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads });
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs);
        int[] labels = TestData.Labels(20, LinearNet.Units);
        trainer.Step(inputs, labels);
        long allocated = Allocations.Of(() =>
        {
            for (int step = 0; step < 10_000; step++)
            {
                trainer.Step(inputs, labels);
            }
        });
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_loss_that_is_not_finite_changes_no_parameter(int threads)
    {
        LinearNet net = new(seed: 1), undisturbed = new(seed: 1);
        var options = new TrainerOptions { Threads = threads };
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f) { Momentum = 0.9f }, options);
        using var other = new Trainer<LinearNet>(undisturbed, new Sgd(0.1f) { Momentum = 0.9f }, options);
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs), bad = [.. inputs];
        bad[^1] = float.NaN;
        int[] labels = TestData.Labels(20, LinearNet.Units);
        trainer.Step(inputs, labels);
        other.Step(inputs, labels);

        NonFiniteLossException exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step(bad, labels));
        Assert.Equal(2, exception.Step);
        Assert.Equal(float.NaN, exception.Loss);
        Assert.Contains("step 2 is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Equal(undisturbed.Snapshot(), net.Snapshot());

        // The velocities are unchanged, too.
        trainer.Step(inputs, labels);
        other.Step(inputs, labels);
        Assert.Equal(undisturbed.Snapshot(), net.Snapshot());
    }

    [Fact]
    public void Concurrent_steps_run_one_after_the_other()
    {
        LinearNet net = new(seed: 1), alone = new(seed: 1);
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.01f), new TrainerOptions { Threads = 2 });
        using var reference = new Trainer<LinearNet>(alone, new Sgd(0.01f), new TrainerOptions { Threads = 1 });
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs);
        int[] labels = TestData.Labels(20, LinearNet.Units);
        Parallel.For(0, 200, _ => trainer.Step(inputs, labels));
        for (int step = 0; step < 200; step++)
        {
            reference.Step(inputs, labels);
        }

        Assert.Equal(alone.Snapshot(), net.Snapshot());
    }

    [Fact]
    public void A_disposed_trainer_throws_and_leaves_the_network_usable()
    {
        var net = new LinearNet(seed: 1);
        var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { Threads = 2 });
        float[] before = net.Snapshot(), input = TestData.Floats(LinearNet.Inputs);
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Step(input, (int[])[0]));
        Assert.Throws<ObjectDisposedException>(() => trainer.Step(input, (float[])[0f, 1f, 0f]));
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(TestData.Images(3), 1));
        Assert.Equal(before, net.Snapshot());
        Assert.InRange(net.Classify(input), 0, 2);
    }
}
