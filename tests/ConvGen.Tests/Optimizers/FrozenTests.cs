using ConvGen.CompilerServices;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Files;
using ConvGen.Training;

namespace ConvGen.Tests.Optimizers;

/// <summary>Every way in which parameters are stored: filters that are packed in blocks, groups that are packed at once, slopes, and
/// dense layers that are not packed.</summary>
[Network(2, 9, 7)]
[Conv(24, 3, 2), MaxPool(2), PReLU]
[Conv(8, 3, Groups = 4, Pad = 1), ReLU]
[Dense(9), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class FrozenNet;

public sealed class FrozenTests : IDisposable
{
    private const int Steps = 6, Samples = 20;

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.05f),
        ["Sgd with momentum and decay"] = () => new Sgd(0.05f) { Momentum = 0.9f, WeightDecay = 0.1f, Nesterov = true },
        ["AdamW"] = () => new AdamW(0.01f) { WeightDecay = 0.1f },
        ["RmsProp"] = () => new RmsProp(0.01f) { Momentum = 0.5f, WeightDecay = 0.1f, Centered = true, Epsilon = 1e-3f },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-frozen-").FullName;

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            TheoryData<string, string, int> cases = [];
            int threads = 0;
            foreach (string optimizer in Optimizers.Keys)
            {
                foreach (string names in (string[])
                    [
                        "Conv1", "Conv1.weight", "Conv1.bias", "PReLU1", "Conv2", "Conv2.weight", "Conv2.bias", "Dense1.weight Dense2.bias",
                        "Conv1 PReLU1 Conv2 Dense1 Dense1", "Conv1 PReLU1 Conv2 Dense1 Dense2",
                    ])
                {
                    cases.Add(optimizer, names, 1 + threads++ % 3);
                }
            }

            return cases;
        }
    }

    private string Saved => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The reference trains everything, and the test puts the frozen parameters back after each step.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Frozen_parameters_keep_their_bits_and_all_others_train_as_before(string optimizer, string names, int threads)
    {
        string[] frozen = names.Split(' ');
        FrozenNet start = new(seed: 1), network = new(seed: 1), reference = new(seed: 1);
        using (Trainer<FrozenNet> trainer = new(network, Optimizers[optimizer](), new() { Frozen = frozen, Threads = threads }),
            plain = new(reference, Optimizers[optimizer](), new() { Threads = 1 }))
        {
            for (int step = 0; step < Steps; step++)
            {
                (float[] images, int[] labels) = Batch(step);
                Assert.Equal(plain.Step(images, labels), trainer.Step(images, labels));
                foreach (Parameter parameter in reference.Parameters.Where(parameter => IsFrozen(parameter, frozen)))
                {
                    parameter.CopyFrom(SaveTests.Values(start.Parameters[parameter.Name]));
                }
            }

            Assert.Equal(Steps, trainer.Steps);
        }

        Assert.Equal(SaveTests.Bits(reference), SaveTests.Bits(network));
        foreach (Parameter parameter in network.Parameters)
        {
            Assert.Equal(
                IsFrozen(parameter, frozen),
                SaveTests.Values(parameter).SequenceEqual(SaveTests.Values(start.Parameters[parameter.Name])));
        }
    }

    /// <summary>Including the padding, predictions and packed weights: a NaN in a frozen layer would reach all of them.</summary>
    [Fact]
    public void Frozen_parameters_keep_any_bits()
    {
        FrozenNet network = new(seed: 1);
        float[] odd = SaveTests.Values(network.Parameters["Dense2.bias"]);
        (odd[0], odd[1]) = (-0f, float.Epsilon);
        network.Parameters["Dense2.bias"].CopyFrom(odd);
        using Trainer<FrozenNet> trainer = new(
            network, new AdamW(0.1f) { WeightDecay = 0.5f }, new() { Frozen = ["Dense2.bias"], MaxGradientNorm = 1e-3f });
        (float[] images, int[] labels) = Batch(0);
        trainer.Step(images, labels);
        Assert.Equal(
            odd.Select(BitConverter.SingleToInt32Bits),
            SaveTests.Values(network.Parameters["Dense2.bias"]).Select(BitConverter.SingleToInt32Bits));
    }

    /// <summary>With plain gradient descent, the change of the parameters is the clipped gradient.</summary>
    [Theory]
    [InlineData("Conv1")]
    [InlineData("Dense1 Dense2")]
    [InlineData("Conv2.weight")]
    public void The_norm_counts_trained_parameters_only(string names)
    {
        const float Rate = 0.5f, Most = 0.01f;
        string[] frozen = names.Split(' ');
        FrozenNet network = new(seed: 1), start = new(seed: 1);
        (float[] images, int[] labels) = Batch(0);
        Gradients gradients = start.CreateGradients();
        start.Backpropagate(images, labels, gradients);
        Dictionary<string, float[]> gradient = start.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
        {
            float[] values = new float[parameter.Length];
            gradients[parameter.Name].CopyTo(values);
            return values;
        });
        double Norm(IEnumerable<Parameter> parameters) =>
            Math.Sqrt(parameters.SelectMany(parameter => gradient[parameter.Name]).Sum(value => (double)value * value));
        Parameter[] trained = [.. start.Parameters.Where(parameter => !IsFrozen(parameter, frozen))];
        double norm = Norm(trained);
        Assert.True(norm > 2 * Most && Norm(start.Parameters) > 1.01 * norm, "The gradient of the frozen parameters must matter.");

        using Trainer<FrozenNet> trainer = new(network, new Sgd(Rate), new() { Frozen = frozen, MaxGradientNorm = Most });
        trainer.Step(images, labels);
        double change = Math.Sqrt(trained.Sum(parameter => SaveTests.Values(parameter)
            .Zip(SaveTests.Values(network.Parameters[parameter.Name]), (before, after) => Math.Pow(before - (double)after, 2)).Sum()));
        Assert.Equal(Rate * Most, change, Rate * Most * 1e-3);
    }

    [Fact]
    public void The_same_bits_result_for_every_number_of_threads()
    {
        int[] Train(int threads)
        {
            FrozenNet network = new(seed: 1);
            using Trainer<FrozenNet> trainer = new(
                network,
                new AdamW(0.01f),
                new() { BatchSize = 16, Frozen = ["Conv1.bias", "Conv2.weight", "Dense1"], Threads = threads, MaxGradientNorm = 0.1f });
            trainer.Fit(Noise.Images(70), epochs: 2);
            return SaveTests.Bits(network);
        }

        int[] expected = Train(1);
        Assert.All((int[])[2, 3, 8], threads => Assert.Equal(expected, Train(threads)));
        Assert.NotEqual(expected, SaveTests.Bits(new FrozenNet(seed: 1)));
    }

    [Theory]
    [InlineData("Conv3")]
    [InlineData("conv1")]
    [InlineData("MaxPool1")]
    [InlineData("Conv1.weights")]
    [InlineData("")]
    public void An_unknown_name_is_rejected_with_the_existing_ones(string name)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Trainer<FrozenNet>(
            new FrozenNet(), new Sgd(0.1f), new() { Frozen = ["Conv1", name] }));
        Assert.Equal("options", exception.ParamName);
        Assert.StartsWith(
            $"Frozen contains \"{name}\"; FrozenNet has the layers Conv1, PReLU1, Conv2, Dense1, Dense2 with the parameters Conv1.weight, "
            + "Conv1.bias, PReLU1.weight, Conv2.weight,",
            exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TrainerOptions { Frozen = null! });
    }

    [Fact]
    public void A_layer_stands_for_all_of_its_parameters()
    {
        NetworkProgram program = ((INetwork<FrozenNet>)new FrozenNet()).Core.Program;
        FrozenParameters frozen = new(program, new() { Frozen = ["Conv1.weight", "Conv1.bias", "PReLU1", "Conv2.bias"] });
        Assert.Equal(["Conv1.weight", "Conv1.bias", "PReLU1.weight", "Conv2.bias"], frozen.Names);
    }

    [Fact]
    public void Later_changes_of_the_list_have_no_effect()
    {
        string[] names = ["Conv1"];
        TrainerOptions options = new() { Frozen = names };
        names[0] = "nothing";
        Assert.Equal(["Conv1"], options.Frozen);
    }

    [Fact]
    public void A_checkpoint_holds_no_state_of_frozen_parameters_and_requires_the_same_names()
    {
        Trainer<FrozenNet> Start(params string[] frozen) =>
            new(new FrozenNet(seed: 1), new Sgd(0.1f) { Momentum = 0.9f }, new() { Frozen = frozen });
        (float[] images, int[] labels) = Batch(0);
        using Trainer<FrozenNet> trainer = Start("Conv1", "Dense1.bias"), same = Start("Dense1.bias", "Conv1.bias", "Conv1.weight"),
            other = Start("Conv1"), none = Start();
        trainer.Step(images, labels);
        trainer.SaveCheckpoint(Saved);
        (string Name, string Type, int[] Shape, float[] Values)[] velocities = PlainFile.Read(File.ReadAllBytes(Saved)).Tensors
            .Where(tensor => tensor.Name.StartsWith("velocity.", StringComparison.Ordinal)).ToArray();
        Assert.Equal(trainer.Network.Parameters.Count, velocities.Length);
        Assert.All(velocities, tensor => Assert.Equal(
            tensor.Name is "velocity.Conv1.weight" or "velocity.Conv1.bias" or "velocity.Dense1.bias",
            tensor.Values.All(value => value == 0)));

        same.LoadCheckpoint(Saved);
        trainer.Step(images, labels);
        same.Step(images, labels);
        Assert.Equal(SaveTests.Bits(trainer.Network), SaveTests.Bits(same.Network));

        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => other.LoadCheckpoint(Saved));
        Assert.Contains(
            "expected \"frozen Conv1.weight Conv1.bias\", found \"frozen Conv1.weight Conv1.bias Dense1.bias\"",
            exception.Message, StringComparison.Ordinal);
        Assert.Throws<NetworkFileException>(() => none.LoadCheckpoint(Saved));
    }

    [Fact]
    public void The_best_epoch_has_the_frozen_parameters()
    {
        FrozenNet network = new(seed: 1), start = new(seed: 1);
        using Trainer<FrozenNet> trainer = new(network, new Sgd(2f), new() { BatchSize = 10, KeepBest = true, Frozen = ["Conv1"] });
        trainer.Fit(Noise.Images(40), epochs: 4, Noise.Images(20, seed: 2));
        Assert.Equal(SaveTests.Values(start.Parameters["Conv1.weight"]), SaveTests.Values(network.Parameters["Conv1.weight"]));
        Assert.NotEqual(SaveTests.Values(start.Parameters["Dense2.weight"]), SaveTests.Values(network.Parameters["Dense2.weight"]));
    }

    private static bool IsFrozen(Parameter parameter, string[] names) =>
        names.Contains(parameter.Name) || names.Contains(parameter.Name.Split('.')[0]);

    private static (float[] Images, int[] Labels) Batch(int step)
    {
        LabeledImages images = Noise.Images(Samples, seed: step + 1);
        return (images.Pixels.ToArray(), images.Labels.ToArray());
    }
}
