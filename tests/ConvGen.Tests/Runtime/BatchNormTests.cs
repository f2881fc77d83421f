using ConvGen.Onnx;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using ConvGen.Tests.Onnx;
using Google.Protobuf;
using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Runtime;

/// <summary>The normalization over the mini-batch: its gradients, running statistics and predictions.</summary>
public sealed class BatchNormTests : IMatrixNetworks
{
    private static readonly BatchNormSpec BatchNorm = new();

    /// <summary>Sizes that are not multiples of the lanes, and batches that are not multiples of a chunk. Layers before a normalization have
    /// no biases, because the gradients of such biases are zero but for rounding errors.</summary>
    private static IReadOnlyList<MatrixCase> Cases { get; } =
    [
        new(7, OnVectors("NormOnVectors", 19, SoftmaxCrossEntropy, Plain(Dense(13)), BatchNorm, Dense(4))),
        new(19, OnVectors("NormOfManyUnits", 5, MeanSquaredError, Plain(Dense(69)), BatchNorm, Tanh, Dense(3))),
        new(5, OnVectors("NormOnTheInputVector", 13, MeanSquaredError, BatchNorm, Dense(3))),
        new(5, OnVectors("NormOnAWholeVector", 16, MeanSquaredError, BatchNorm, ReLU, Dense(3))),
        new(33, OnVectors("NormTwice", 9, SoftmaxCrossEntropy,
            Plain(Dense(20)), BatchNorm, ReLU, Plain(Dense(11)), BatchNorm with { Momentum = 0.3, Epsilon = 0.01 }, Sigmoid, Dense(3))),
        new(7, OnImages("NormBetweenConvs", 2, 9, 8, SoftmaxCrossEntropy,
            Plain(Conv(11, 3)), BatchNorm, ReLU, Plain(Conv(5, 3) with { Pad = 1 }), BatchNorm, ReLU, Dense(3))),
        new(18, OnImages("NormBeforePool", 1, 12, 12, SoftmaxCrossEntropy,
            Plain(Conv(20, 3)), BatchNorm, ReLU, MaxPool(2), Plain(Conv(9, 2)), MaxPool(2), BatchNorm, Dense(4))),
        new(3, OnImages("NormOfManyChannels", 2, 4, 5, MeanSquaredError,
            Plain(Conv(70, 2)), BatchNorm, Softplus, Plain(Conv(31, 1)), BatchNorm, Sigmoid)),
        new(3, OnImages("NormOnTheInputImage", 3, 6, 5, SigmoidCrossEntropy, BatchNorm, Conv(4, 2), Dense(2))),
        new(4, OnImages("NormOfGroups", 6, 7, 6, MeanSquaredError,
            Plain(Conv(12, 3) with { Groups = 3, Pad = 1 }), BatchNorm, LeakyReLU(0.1), Plain(Conv(8, 3) with { Groups = 2 }), BatchNorm, Dense(3))),
        new(4, OnImages("NormOfDepthwise", 9, 7, 6, MeanSquaredError,
            DepthwiseConv(3) with { Pad = 1, Bias = false }, BatchNorm, ReLU, DepthwiseConv(2, 3) with { Bias = false }, BatchNorm, Dense(3))),
        new(6, OnImages("NormAfterActivation", 2, 6, 6, SoftmaxCrossEntropy,
            Conv(9, 3), ReLU, BatchNorm, Dropout(0.5), Conv(3, 2) with { Pad = 1 }, GELU, BatchNorm, SiLU, Dense(3))),
        new(8, OnImages("NormOfAGlobalPool", 9, 5, 4, MeanSquaredError, GlobalAveragePool, BatchNorm, Dense(3))),
        new(2, OnImages("NormAtTheEnd", 2, 5, 4, MeanSquaredError, Plain(Conv(3, 2)), BatchNorm)),
        new(2, OnVectors("NormWithoutLoss", 11, None, Dense(9), BatchNorm, ReLU, Plain(Dense(9)), BatchNorm)),
        new(2, OnImages("NormOfConvWithoutLoss", 3, 8, 8, None, Conv(9, 3), BatchNorm, ReLU, Conv(9, 3), ReLU, BatchNorm)),
        // The segments of the middle blocks have the same shape, so that they share methods.
        new(19, OnImages("NormOfEqualBlocks", 9, 6, 5, SoftmaxCrossEntropy,
            Plain(Conv(9, 3) with { Pad = 1 }), BatchNorm, ReLU, Plain(Conv(9, 3) with { Pad = 1 }), BatchNorm, ReLU,
            Plain(Conv(9, 3) with { Pad = 1 }), BatchNorm, ReLU, Plain(Conv(9, 3) with { Pad = 1 }), BatchNorm, ReLU, Dense(3))),
        new(5, OnImages("NormOfWinograd", 16, 12, 12, MeanSquaredError,
            Plain(Conv(24, 3) with { Pad = 1 }), BatchNorm, ReLU, Plain(Conv(24, 3) with { Pad = 1 }), BatchNorm, ReLU, Dense(3))),
    ];

    /// <summary>Every kind of layer that prediction merges with the normalization, with biases.</summary>
    private static IReadOnlyList<MatrixCase> WithBiases { get; } =
    [
        new(9, OnVectors("NormOfBiasedDense", 7, SoftmaxCrossEntropy, Dense(13), BatchNorm, ReLU, Dense(4))),
        new(6, OnImages("NormOfBiasedConv", 2, 7, 6, MeanSquaredError,
            Conv(11, 3), BatchNorm, ReLU, Conv(11, 3) with { Pad = 1 }, BatchNorm, Dense(3))),
        new(6, OnImages("NormOfBiasedGroups", 4, 7, 6, MeanSquaredError,
            Conv(6, 3) with { Groups = 2 }, BatchNorm, Tanh, DepthwiseConv(2), BatchNorm, Tanh, Dense(3))),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("BatchNormNetworks", Cases.Concat(WithBiases).Select(@case => @case.Network)));

    static IReadOnlyList<MatrixCase> IMatrixNetworks.Networks => Cases;

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Network.Name)];

    public static TheoryData<string> TrainedNames =>
        [.. Cases.Select(@case => @case.Network).Where(network => network.Loss != None).Select(network => network.Name)];

    [Fact]
    public void The_gradients_of_the_reference_are_the_slopes_of_the_loss()
    {
        FiniteDifferenceTests.AssertGradientsAreSlopes(OnVectors("Vectors", 6, SoftmaxCrossEntropy, Plain(Dense(5)), BatchNorm, Dense(3)));
        FiniteDifferenceTests.AssertGradientsAreSlopes(
            OnImages("Images", 2, 6, 5, MeanSquaredError, BatchNorm, Tanh, Plain(Conv(3, 3)), BatchNorm with { Epsilon = 0.1 }, Tanh, Dense(3)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_agree_with_the_reference(string name)
    {
        MatrixCase @case = Cases.Single(other => other.Network.Name == name);
        ReferenceNetwork reference = new(@case.Network);
        var drawn = DrawnCase.Draw(reference, @case.Batch, NetworkMatrix.SeedOf(name));
        NetworkRun.Compare(reference, Batch.Value.Create(reference), drawn.Inputs, drawn.Targets, Agreement.AssertClose);
    }

    /// <summary>A bias before a normalization changes nothing: its gradient is zero, up to rounding errors.</summary>
    [Fact]
    public void Biases_before_the_normalization_have_no_gradient() => Assert.All(WithBiases, @case =>
    {
        ReferenceNetwork reference = new(@case.Network);
        var drawn = DrawnCase.Draw(reference, @case.Batch, seed: 2);
        NetworkRun.Compare(reference, Batch.Value.Create(reference), drawn.Inputs, drawn.Targets, (tensor, expected, actual) =>
        {
            if (expected.Max(Math.Abs) > 1e-12)
            {
                Agreement.AssertClose(tensor, expected, actual);
            }
            else
            {
                Assert.Contains(".bias", tensor, StringComparison.Ordinal);
                Assert.All(actual, value => Assert.Equal(0f, value, 1e-6f));
            }
        });
    });

    [Theory]
    [MemberData(nameof(TrainedNames))]
    public void Training_moves_the_running_statistics_as_the_reference_does(string name)
    {
        MatrixCase @case = Cases.Single(other => other.Network.Name == name);
        ReferenceNetwork reference = new(@case.Network);
        var drawn = DrawnCase.Draw(reference, @case.Batch, seed: 4);
        ITestNetwork network = Batch.Value.Create(reference);
        Step(network, drawn, learningRate: 0, threads: 2);
        reference.Dropout = null;
        if (!reference.HasDropout)
        {
            reference.UpdateStatistics(drawn.Inputs);
            Assert.All(reference.Statistics, statistic =>
                Agreement.AssertClose(statistic.Name, statistic.Values, Values(network.Parameters[statistic.Name])));
        }

        // Backpropagate changes none, and the step has prepared predictions with the new ones.
        float[] before = All(network);
        network.Backpropagate(Floats.From(drawn.Inputs), Floats.From(drawn.Targets), network.CreateGradients());
        Assert.Equal(before, All(network));
        AssertPredictsLikeACopy(network, @case.Network);
    }

    [Theory]
    [MemberData(nameof(TrainedNames))]
    public void Weights_and_statistics_are_the_same_bit_for_bit_for_every_number_of_threads(string name)
    {
        float[] expected = Train(1);
        Assert.All(new[] { 2, 3, 8 }, threads => Assert.Equal(expected, Train(threads)));

        float[] Train(int threads)
        {
            NetworkSpec spec = Cases.Single(@case => @case.Network.Name == name).Network;
            ITestNetwork network = Batch.Value.Create(spec, seed: 2);
            int[] labels = [.. Enumerable.Range(0, 19).Select(i => i % Math.Max(2, Math.Min(3, network.OutputLength)))];
            network.Train(
                new Sgd(0.002f) { Momentum = 0.5f, WeightDecay = 0.01f },
                new TrainerOptions { Threads = threads, MaxGradientNorm = 0.5f }, 5, Noise.Draw(19 * network.InputLength, seed: 1), labels);
            AssertPredictsLikeACopy(network, spec);
            return All(network);
        }
    }

    /// <summary>Predictions merge layers with their normalizations; tracing computes layer by layer from the parameters.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_agree_with_the_layers_one_by_one_after_every_change(string name)
    {
        ReferenceNetwork reference = new(Cases.Single(@case => @case.Network.Name == name).Network);
        var drawn = DrawnCase.Draw(reference, samples: 1, seed: 6);
        ITestNetwork network = Batch.Value.Create(reference);
        float[] sample = Floats.From(drawn.Inputs);
        AssertPredictsAndTraces();
        foreach (ReferenceParameter parameter in reference.Parameters.Concat(reference.Statistics))
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                double value = parameter.Values[i];
                parameter.Values[i] = (float)(parameter.Name.EndsWith("var", StringComparison.Ordinal) ? value * 2 + 0.1 : value * 1.5 - 0.01);
            }

            float[] before = Predict(network, sample);
            network.Parameters[parameter.Name].CopyFrom(Floats.From(parameter.Values));
            Assert.NotEqual(before, Predict(network, sample));
            AssertPredictsAndTraces();
        }

        void AssertPredictsAndTraces()
        {
            Agreement.AssertClose("outputs", reference.Predict(drawn.Inputs), Predict(network, sample));
            Agreement.AssertClose("trace", reference.Forward(drawn.Inputs)[^1], network.Trace(sample)[^1].Values.ToArray());
        }
    }

    [Fact]
    public void Running_statistics_are_parameters_that_are_not_trained()
    {
        ITestNetwork network = Batch.Value.Create(Cases[0].Network, seed: 1);
        Assert.Equal(
            ["Dense1.weight", "BatchNorm1.weight", "BatchNorm1.bias", "BatchNorm1.running_mean", "BatchNorm1.running_var", "Dense2.weight",
                "Dense2.bias"],
            network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(
            [true, true, true, false, false, true, true], network.Parameters.Select(parameter => parameter.IsTrainable));
        Assert.Equal(13 * 19 + 13 + 13 + 4 * 13 + 4, network.ParameterCount);
        Assert.DoesNotContain(network.CreateGradients(), gradient => gradient.Name.Contains("running", StringComparison.Ordinal));
        Assert.All(Values(network.Parameters["BatchNorm1.running_var"]), value => Assert.Equal(1f, value));
        Assert.All(Values(network.Parameters["BatchNorm1.weight"]), value => Assert.Equal(1f, value));
        Assert.All(Values(network.Parameters["BatchNorm1.running_mean"]), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_step_with_a_loss_that_is_not_finite_changes_nothing()
    {
        NormNet net = new(seed: 1);
        using Trainer<NormNet> trainer = new(net, new Sgd(0.1f) { Momentum = 0.9f });
        float[] inputs = TestData.Floats(5 * NormNet.InputLength), targets = TestData.Floats(5 * NormNet.OutputLength);
        trainer.Step(inputs, targets);
        float[] before = All(net.Parameters);
        float[] bad = [.. inputs];
        bad[3] = float.NaN;
        Assert.Throws<NonFiniteLossException>(() => trainer.Step(bad, targets));
        Assert.Equal(before, All(net.Parameters));
    }

    /// <summary>PyTorch: "Expected more than 1 value per channel when training".</summary>
    [Fact]
    public void A_mini_batch_with_one_value_for_each_channel_is_refused()
    {
        NormNet net = new(seed: 1);
        using Trainer<NormNet> trainer = new(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 4 });
        float[] one = TestData.Floats(NormNet.InputLength), targets = TestData.Floats(NormNet.OutputLength);
        float[] before = All(net.Parameters);
        const string Message = "inputs has 1 sample; NormNet normalizes single values over the mini-batch, which needs at least 2 samples";
        AssertRefused("inputs", Message, () => trainer.Step(one, targets));
        AssertRefused("inputs", Message, () => net.Backpropagate(one, targets, net.CreateGradients()));
        Assert.Equal(before, All(net.Parameters));
        trainer.Step([.. one, .. one], [.. targets, .. targets]);

        // Images of several pixels have a variance.
        NormImageNet images = new();
        using Trainer<NormImageNet> single = new(images, new Sgd(0.1f));
        single.Step(TestData.Floats(NormImageNet.InputLength), TestData.Floats(NormImageNet.OutputLength));
    }

    [Fact]
    public void Fit_refuses_a_last_mini_batch_of_a_single_image()
    {
        NormLabelNet net = new(seed: 1);
        using Trainer<NormLabelNet> trainer = new(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 4 });
        float[] before = All(net.Parameters);
        AssertRefused(
            "train", "train has 9 images, so that the last mini-batch of 4 has 1;", () => trainer.Fit(Images(9), epochs: 1));
        Assert.Equal(before, All(net.Parameters));
        trainer.Fit(Images(10), epochs: 1);
        Assert.NotEqual(before, All(net.Parameters));

        static LabeledImages Images(int count) => new(
            1, 2, 3,
            TestData.Floats(count * NormLabelNet.InputLength), [.. Enumerable.Range(0, count).Select(i => i % 3)]);
    }

    [Fact]
    public void The_property_shows_the_values_of_each_channel()
    {
        NormNet net = new(seed: 1);
        Assert.Equal(("BatchNorm1", 7), (net.BatchNorm1.Name, net.BatchNorm1.Weights.Length));
        net.BatchNorm1.RunningMean[6] = 3f;
        net.BatchNorm1.RunningVariance[0] = 4f;
        net.BatchNorm1.Bias[1] = 5f;
        Assert.Equal((3f, 4f, 5f, 1f),
            (net.BatchNorm1.RunningMean[6], net.BatchNorm1.RunningVariance[0], net.BatchNorm1.Bias[1], net.BatchNorm1.Weights[6]));
        Assert.Equal(3f, Values(net.Parameters["BatchNorm1.running_mean"])[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.BatchNorm1.Weights[7]);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.BatchNorm1.Bias[-1] = 1f);
    }

    [Fact]
    public void Steps_and_predictions_allocate_nothing_after_the_first()
    {
        NormNet net = new(seed: 1);
        using Trainer<NormNet> trainer = new(net, new Sgd(0.1f), new TrainerOptions { Threads = 1 });
        float[] inputs = TestData.Floats(37 * NormNet.InputLength), targets = TestData.Floats(37 * NormNet.OutputLength);
        Gradients gradients = net.CreateGradients();
        void Work()
        {
            trainer.Step(inputs, targets);
            net.Backpropagate(inputs, targets, gradients);
            net.Predict(inputs, targets);
        }

        Work();
        Assert.Equal(0, Allocations.Of(Work));
    }

    [Fact]
    public void Networks_come_back_from_ONNX() => OnnxRoundTripTests.ComeBack(
    [
        .. Cases.Concat(WithBiases).Select(@case => (@case.Network.Name, CreateDrawn(@case.Network))),
    ]);

    /// <summary>A normalization over a flattened image has a value for each pixel, and one with an epsilon of 0 cannot be declared: the
    /// weights next to them include them.</summary>
    [Fact]
    public void Normalizations_that_cannot_be_declared_become_part_of_the_weights()
    {
        GraphWriter graph = new("test", [1, 1, 2]);
        graph.Flatten("norm");
        graph.Add("BatchNormalization", "norm", [2], [.. new[] { "s", "b", "m", "v" }.Select(name => graph.Constant(name, [2], [1, 4]))]);
        graph.Add("Gemm", "dense", [1], [graph.Constant("w", [1, 2], [1, 1])], GraphWriter.Attribute("transB", 1));
        string declaration = OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = graph.End() }.ToByteArray()).Declaration("N");
        Assert.DoesNotContain("BatchNorm", declaration, StringComparison.Ordinal);

        GraphWriter plain = new("test", [2, 1, 3]);
        plain.Add(
            "BatchNormalization", "norm", [2, 1, 3], [.. new[] { "s", "b", "m", "v" }.Select(name => plain.Constant(name, [2], [1, 4]))],
            GraphWriter.Attribute("epsilon", 0.5f), GraphWriter.Attribute("momentum", 0.75f));
        Assert.Contains(
            "[BatchNorm(Momentum = 0.25, Epsilon = 0.5)]",
            OnnxNetwork.Parse(new ModelProto { IrVersion = 9, Graph = plain.End() }.ToByteArray()).Declaration("N"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_checkpoints_keep_the_running_statistics()
    {
        NormNet net = new(seed: 1), loaded = new(seed: 2), resumed = new(seed: 3);
        float[] inputs = TestData.Floats(5 * NormNet.InputLength), targets = TestData.Floats(5 * NormNet.OutputLength);
        using Trainer<NormNet> trainer = new(net, new Sgd(0.1f) { Momentum = 0.9f });
        trainer.Step(inputs, targets);
        loaded.FromBytes(net.ToBytes());
        Assert.Equal(All(net.Parameters), All(loaded.Parameters));
        Assert.Equal(Predict(net, inputs), Predict(loaded, inputs));

        string checkpoint = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.checkpoint");
        trainer.SaveCheckpoint(checkpoint);
        using Trainer<NormNet> other = new(resumed, new Sgd(0.1f) { Momentum = 0.9f });
        other.LoadCheckpoint(checkpoint);
        File.Delete(checkpoint);
        Assert.Equal(trainer.Step(inputs, targets), other.Step(inputs, targets));
        Assert.Equal(All(net.Parameters), All(resumed.Parameters));

        static float[] Predict(NormNet net, float[] inputs)
        {
            float[] outputs = new float[5 * NormNet.OutputLength];
            net.Predict(inputs, outputs);
            return outputs;
        }
    }

    private static LayerSpec Plain(DenseSpec dense) => dense with { Bias = false };

    private static LayerSpec Plain(ConvSpec conv) => conv with { Bias = false };

    private static ITestNetwork CreateDrawn(NetworkSpec spec)
    {
        ReferenceNetwork reference = new(spec);
        DrawnCase.Draw(reference, samples: 2, seed: 3);
        return Batch.Value.Create(reference);
    }

    private static void AssertRefused(string argument, string message, Action call)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(argument, call);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The network predicts what a new one with the same parameters does: nothing that predictions read is out of date.</summary>
    private static void AssertPredictsLikeACopy(ITestNetwork network, NetworkSpec spec)
    {
        ITestNetwork copy = Batch.Value.Create(spec, seed: 9);
        foreach (Parameter parameter in network.Parameters)
        {
            copy.Parameters[parameter.Name].CopyFrom(Values(parameter));
        }

        float[] sample = Noise.Draw(network.InputLength, seed: 8);
        Assert.Equal(Predict(copy, sample), Predict(network, sample));
    }

    private static void Step(ITestNetwork network, DrawnCase drawn, float learningRate, int threads) =>
        network.Train(new Sgd(learningRate), new TrainerOptions { Threads = threads }, Floats.From(drawn.Inputs), Floats.From(drawn.Targets));

    private static float[] Predict(ITestNetwork network, float[] inputs)
    {
        float[] outputs = new float[inputs.Length / network.InputLength * network.OutputLength];
        network.Predict(inputs, outputs);
        return outputs;
    }

    private static float[] All(ITestNetwork network) => All(network.Parameters);

    private static float[] All(ParameterSet parameters) => [.. parameters.SelectMany(Values)];

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}

/// <summary>A normalization over vectors.</summary>
[Network(5)]
[Dense(7), BatchNorm, ReLU, Dense(2), MeanSquaredError]
public sealed partial class NormNet;

/// <summary>A normalization over images.</summary>
[Network(1, 3, 3)]
[Conv(2, 2), BatchNorm, MeanSquaredError]
public sealed partial class NormImageNet;

/// <summary>A normalization over vectors, for images with labels.</summary>
[Network(1, 2, 3)]
[Dense(7, Bias = false), BatchNorm, ReLU, Dense(3), SoftmaxCrossEntropy]
public sealed partial class NormLabelNet;
