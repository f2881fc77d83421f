namespace ConvGen.Tests.Runtime;

/// <summary>Invalid calls of networks, trainers and optimizers throw the documented exception, whose message explains the error, and
/// change nothing.</summary>
public sealed class BadCallTests
{
    private static readonly float[] OneInput = [1f, 2f, 3f, 4f, 5f];

    private static readonly BadCall[] Calls =
    [
        new("Predict, part of a sample", typeof(ArgumentException), ["inputs", "7", "5"],
            net => net.Predict(new float[7], new float[3])),
        new("Predict, too few outputs", typeof(ArgumentException), ["outputs", "5", "6"],
            net => net.Predict(new float[10], new float[5])),
        new("Predict, too many outputs", typeof(ArgumentException), ["outputs", "4", "3"],
            net => net.Predict(OneInput, new float[4])),
        new("Predict, overlapping", typeof(ArgumentException), ["outputs", "overlaps"],
            net => PredictInPlace(net)),
        new("Classify, too long", typeof(ArgumentException), ["input", "10", "5"],
            net => net.Classify(new float[10])),
        new("Classify, nothing", typeof(ArgumentException), ["input", "0", "5"],
            net => net.Classify([])),

        new("Backpropagate, no sample", typeof(ArgumentException), ["inputs", "empty"],
            net => net.Backpropagate([], (int[])[], net.CreateGradients())),
        new("Backpropagate, no sample with targets", typeof(ArgumentException), ["inputs", "empty"],
            net => net.Backpropagate([], (float[])[], net.CreateGradients())),
        new("Backpropagate, part of a sample", typeof(ArgumentException), ["inputs", "6", "5"],
            net => net.Backpropagate(new float[6], (int[])[0], net.CreateGradients())),
        new("Backpropagate, too few labels", typeof(ArgumentException), ["labels", "1", "2"],
            net => net.Backpropagate(new float[10], (int[])[0], net.CreateGradients())),
        new("Backpropagate, too many labels", typeof(ArgumentException), ["labels", "2", "1"],
            net => net.Backpropagate(OneInput, (int[])[0, 1], net.CreateGradients())),
        new("Backpropagate, negative label", typeof(ArgumentOutOfRangeException), ["labels[0]", "0 to 2", "-1", "Linear5To3 has 3 outputs"],
            net => net.Backpropagate(OneInput, (int[])[-1], net.CreateGradients())),
        new("Backpropagate, label too large", typeof(ArgumentOutOfRangeException), ["labels[1]", "0 to 2", "3"],
            net => net.Backpropagate(new float[10], (int[])[2, 3], net.CreateGradients())),
        new("Backpropagate, too few targets", typeof(ArgumentException), ["targets", "2", "3"],
            net => net.Backpropagate(OneInput, (float[])[0f, 1f], net.CreateGradients())),
        new("Backpropagate, no gradients", typeof(ArgumentNullException), ["gradients"],
            net => net.Backpropagate(OneInput, (int[])[0], null!)),
        new("Backpropagate, another network's gradients", typeof(ArgumentException), ["gradients", "Linear5To1", "Linear5To3"],
            net => net.Backpropagate(OneInput, (int[])[0], new LinearNet(LinearNet.YesNo).CreateGradients())),
        new("Backpropagate, no loss", typeof(InvalidOperationException), ["Linear5To3", "no loss"],
            net => new LinearNet(LinearNet.NoLoss).Backpropagate(OneInput, (int[])[0], net.CreateGradients())),
        new("CreateGradients, no loss", typeof(InvalidOperationException), ["Linear5To3", "no loss"],
            net => new LinearNet(LinearNet.NoLoss).CreateGradients()),
        new("Yes or no, label 2", typeof(ArgumentOutOfRangeException), ["labels[0]", "0 to 1", "2", "the single output of Linear5To1", "targets"],
            net => Backpropagate(new LinearNet(LinearNet.YesNo), 2)),
        new("Input gradient before any", typeof(InvalidOperationException), ["Backpropagate"],
            net => net.CreateGradients().Input.CopyTo(new float[5])),
        new("Input gradient, wrong length", typeof(ArgumentException), ["destination", "5", "10"],
            net => Backpropagate(net, 0).Input.CopyTo(new float[10])),

        new("Parameter, unknown name", typeof(KeyNotFoundException), ["Dense2.weight", "Dense1.weight, Dense1.bias"],
            net => _ = net.Parameters["Dense2.weight"]),
        new("Parameter, no name", typeof(ArgumentNullException), ["name"],
            net => _ = net.Parameters[null!]),
        new("Parameter, position", typeof(ArgumentOutOfRangeException), ["index", "2", "0 to 1"],
            net => _ = net.Parameters[2]),
        new("Gradient, unknown name", typeof(KeyNotFoundException), ["dense1.weight", "Dense1.weight, Dense1.bias"],
            net => _ = net.CreateGradients()["dense1.weight"]),
        new("Parameter, short source", typeof(ArgumentException), ["Dense1.bias", "source", "2", "3"],
            net => net.Parameters[1].CopyFrom(new float[2])),
        new("Parameter, long source", typeof(ArgumentException), ["Dense1.weight", "source", "16", "15"],
            net => net.Parameters[0].CopyFrom(new float[16])),
        new("Parameter, short destination", typeof(ArgumentException), ["Dense1.weight", "destination", "14", "15"],
            net => net.Parameters[0].CopyTo(new float[14])),
        new("Gradient, long destination", typeof(ArgumentException), ["Dense1.bias", "destination", "4", "3"],
            net => net.CreateGradients()["Dense1.bias"].CopyTo(new float[4])),

        new("Weight, unit too large", typeof(ArgumentOutOfRangeException), ["unit", "3", "0 to 2", "Dense1.weight"],
            net => net.Dense1.Weights[3, 0] = 1f),
        new("Weight, negative unit", typeof(ArgumentOutOfRangeException), ["unit", "-1"],
            net => _ = net.Dense1.Weights[-1, 0]),
        new("Weight, input too large", typeof(ArgumentOutOfRangeException), ["input", "5", "0 to 4"],
            net => net.Dense1.Weights[0, 5] = 1f),
        new("Bias, too large", typeof(ArgumentOutOfRangeException), ["index", "3", "Dense1.bias"],
            net => net.Dense1.Bias[3] = 1f),
        new("Layer, unknown name", typeof(KeyNotFoundException), ["Conv1"],
            net => net.Core.Layer<ConvLayer>("Conv1")),

        new("Learning rate NaN", typeof(ArgumentOutOfRangeException), ["LearningRate", "NaN"],
            net => new Sgd(float.NaN)),
        new("Learning rate infinite", typeof(ArgumentOutOfRangeException), ["LearningRate", "finite", "Infinity"],
            net => new Sgd(float.PositiveInfinity)),
        new("Learning rate negative", typeof(ArgumentOutOfRangeException), ["LearningRate", "-0.1"],
            net => new Sgd(0.1f).LearningRate = -0.1f),
        new("Momentum negative", typeof(ArgumentOutOfRangeException), ["Momentum", "-1"],
            net => new Sgd(0.1f) { Momentum = -1f }),
        new("Momentum NaN", typeof(ArgumentOutOfRangeException), ["Momentum", "NaN"],
            net => new Sgd(0.1f) { Momentum = float.NaN }),
        new("Weight decay negative", typeof(ArgumentOutOfRangeException), ["WeightDecay", "-1"],
            net => new Sgd(0.1f) { WeightDecay = -1f }),
        new("Adam, beta 1", typeof(ArgumentOutOfRangeException), ["Beta1", "1", "below 1"],
            net => new Adam { Beta1 = 1f }),
        new("Adam, beta 2", typeof(ArgumentOutOfRangeException), ["Beta2", "-0.5", "at least 0"],
            net => new AdamW { Beta2 = -0.5f }),
        new("Adam, epsilon", typeof(ArgumentOutOfRangeException), ["Epsilon", "0", "above zero"],
            net => new Adam { Epsilon = 0f }),
        new("RmsProp, smoothing", typeof(ArgumentOutOfRangeException), ["Smoothing", "NaN", "below 1"],
            net => new RmsProp { Smoothing = float.NaN }),
        new("RmsProp, momentum", typeof(ArgumentOutOfRangeException), ["Momentum", "-1", "not negative"],
            net => new RmsProp { Momentum = -1f }),
        new("Options, norm of the gradient", typeof(ArgumentOutOfRangeException), ["MaxGradientNorm", "0", "above zero"],
            net => new TrainerOptions { MaxGradientNorm = 0f }),
        new("Options, label smoothing", typeof(ArgumentOutOfRangeException), ["LabelSmoothing", "1", "below 1"],
            net => new TrainerOptions { LabelSmoothing = 1f }),
        new("Options, class weight", typeof(ArgumentOutOfRangeException), ["ClassWeights", "-2", "above zero"],
            net => new TrainerOptions { ClassWeights = [1f, -2f, 1f] }),
        new("Options, patience", typeof(ArgumentOutOfRangeException), ["EarlyStoppingPatience", "0", "at least 1"],
            net => new TrainerOptions { EarlyStoppingPatience = 0 }),
        new("Trainer, class weights of another network", typeof(ArgumentException), ["ClassWeights", "2 values", "3 classes"],
            net => new Trainer<LinearNet>(net, new Adam(), new() { ClassWeights = [1f, 1f] })),
        new("Trainer, smooth labels for another loss", typeof(ArgumentException), ["LabelSmoothing", "SoftmaxCrossEntropy", "Linear5To1"],
            net => new Trainer<LinearNet>(new LinearNet(LinearNet.YesNo), new Adam(), new() { LabelSmoothing = 0.1f })),
        new("Fit, early stopping without validation", typeof(ArgumentNullException), ["validation is null", "EarlyStoppingPatience is set"],
            net => FitEarly(net)),
        new("SaveEvery, no epochs", typeof(ArgumentOutOfRangeException), ["epochs", "0"],
            net => Train(net, trainer => trainer.SaveEvery(0, "file"))),
        new("SaveEvery, no path", typeof(ArgumentException), ["path"],
            net => Train(net, trainer => trainer.SaveEvery(1, ""))),
        new("Schedule, no epochs", typeof(ArgumentOutOfRangeException), ["epochs", "0"],
            net => Schedule.Steps(0)),
        new("Schedule, factor", typeof(ArgumentOutOfRangeException), ["factor", "-1", "not negative"],
            net => Schedule.Exponential(-1)),
        new("Schedule, rise", typeof(ArgumentOutOfRangeException), ["rise", "1", "below 1"],
            net => Schedule.OneCycle(rise: 1)),
        new("Schedule, patience", typeof(ArgumentOutOfRangeException), ["patience", "-1"],
            net => Schedule.Plateau(patience: -1)),
        new("Schedule, warm-up", typeof(ArgumentOutOfRangeException), ["epochs", "0", "above zero"],
            net => Schedule.Constant.WithWarmUp(0)),
        new("Schedule, step", typeof(ArgumentOutOfRangeException), ["step", "-1"],
            net => Schedule.Constant.FactorAt(new SchedulePoint(-1, 1, 1))),
        new("Reports, a receiver that is null", typeof(ArgumentNullException), ["receivers"],
            net => new ProgressReports(null!, null!)),
        new("Top accuracy of no class", typeof(ArgumentOutOfRangeException), ["classes", "0"],
            net => net.Evaluate(TestData.Images(3)).TopAccuracy(0)),
        new("Precision of no class", typeof(ArgumentOutOfRangeException), ["3", "0 to 2"],
            net => net.Evaluate(TestData.Images(3)).Confusion.Precision(3)),
        new("Batch size 0", typeof(ArgumentOutOfRangeException), ["BatchSize", "0"],
            net => new TrainerOptions { BatchSize = 0 }),
        new("Threads 0", typeof(ArgumentOutOfRangeException), ["Threads", "0", "1 to 64"],
            net => new TrainerOptions { Threads = 0 }),
        new("Threads 65", typeof(ArgumentOutOfRangeException), ["Threads", "65", "1 to 64"],
            net => new TrainerOptions { Threads = 65 }),

        new("Trainer without network", typeof(ArgumentNullException), ["network"],
            net => new Trainer<LinearNet>(null!, new Sgd(0.1f))),
        new("Trainer without optimizer", typeof(ArgumentNullException), ["optimizer"],
            net => new Trainer<LinearNet>(net, null!)),
        new("Trainer of a network without a loss", typeof(InvalidOperationException), ["no loss"],
            net => new Trainer<LinearNet>(new LinearNet(LinearNet.NoLoss), new Sgd(0.1f))),
        new("Step, no sample", typeof(ArgumentException), ["images", "empty"],
            net => Train(net, trainer => trainer.Step([], (int[])[]))),
        new("Step, part of a sample", typeof(ArgumentException), ["images", "4", "5"],
            net => Train(net, trainer => trainer.Step(new float[4], (int[])[0]))),
        new("Step, too few labels", typeof(ArgumentException), ["labels", "1", "2"],
            net => Train(net, trainer => trainer.Step(new float[10], (int[])[0]))),
        new("Step, label too large", typeof(ArgumentOutOfRangeException), ["labels[1]", "3", "0 to 2"],
            net => Train(net, trainer => trainer.Step(new float[10], (int[])[0, 3]))),
        new("Step, too many targets", typeof(ArgumentException), ["targets", "4", "3"],
            net => Train(net, trainer => trainer.Step(OneInput, new float[4]))),
        new("Step, NaN loss", typeof(NonFiniteLossException), ["step 1", "NaN"],
            net => Train(net, trainer => trainer.Step([float.NaN, 0f, 0f, 0f, 0f], (int[])[0]))),
        new("Step, infinite targets", typeof(NonFiniteLossException), ["step 1"],
            net => Train(net, trainer => trainer.Step(OneInput, (float[])[float.PositiveInfinity, 0f, 0f]))),

        new("Fit, no data", typeof(ArgumentNullException), ["train"],
            net => Train(net, trainer => trainer.Fit(null!, 1))),
        new("Fit, empty data", typeof(ArgumentException), ["train", "no image"],
            net => Train(net, trainer => trainer.Fit(TestData.Images(0), 1))),
        new("Fit, images of another size", typeof(ArgumentException), ["train", "1x2x3 = 6", "5"],
            net => Train(net, trainer => trainer.Fit(new LabeledImages(1, 2, 3, new float[6], [0]), 1))),
        new("Fit, label too large", typeof(ArgumentOutOfRangeException), ["train.Labels[0]", "3", "0 to 2"],
            net => Train(net, trainer => trainer.Fit(new LabeledImages(1, 5, 1, new float[5], [3]), 1))),
        new("Fit, empty validation", typeof(ArgumentException), ["validation", "no image"],
            net => Train(net, trainer => trainer.Fit(TestData.Images(3), 1, TestData.Images(0)))),
        new("Fit, no epoch", typeof(ArgumentOutOfRangeException), ["epochs", "0"],
            net => Train(net, trainer => trainer.Fit(TestData.Images(3), 0))),

        new("Evaluate, no network", typeof(ArgumentNullException), ["network"],
            net => ((LinearNet)null!).Evaluate(TestData.Images(3))),
        new("Evaluate, no data", typeof(ArgumentNullException), ["images"],
            net => net.Evaluate(null!)),
        new("Evaluate, empty data", typeof(ArgumentException), ["images", "no image"],
            net => net.Evaluate(TestData.Images(0))),
        new("Evaluate, label too large", typeof(ArgumentOutOfRangeException), ["images.Labels[1]", "9", "0 to 2", "Linear5To3 has 3 outputs"],
            net => net.Evaluate(new LabeledImages(1, 5, 1, new float[10], [0, 9]))),
        new("Evaluate, no thread", typeof(ArgumentOutOfRangeException), ["threads", "0", "1 to 64"],
            net => net.Evaluate(TestData.Images(3), threads: 0)),
        new("Confusion, class too large", typeof(ArgumentOutOfRangeException), ["predicted", "3", "0 to 2"],
            net => _ = net.Evaluate(TestData.Images(3)).Confusion[0, 3]),
    ];

    public static TheoryData<string> Names => [.. Calls.Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_invalid_call_throws_with_an_explanation_and_changes_nothing(string name)
    {
        BadCall call = Calls.Single(candidate => candidate.Name == name);
        var net = new LinearNet(seed: 1);
        float[] before = net.Snapshot();
        float[] outputsBefore = Outputs(net);
        Exception exception = Assert.Throws(call.Exception, () => call.Do(net));
        Assert.All(call.Parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.Equal(before, net.Snapshot());
        Assert.Equal(outputsBefore, Outputs(net));
    }

    private static float[] Outputs(LinearNet net)
    {
        float[] outputs = new float[3];
        net.Predict(OneInput, outputs);
        return outputs;
    }

    private static void PredictInPlace(LinearNet net)
    {
        float[] memory = new float[8];
        net.Predict(memory.AsSpan(0, 5), memory.AsSpan(4, 3));
    }

    private static Gradients Backpropagate(LinearNet net, int label)
    {
        Gradients gradients = net.CreateGradients();
        net.Backpropagate(OneInput, (int[])[label], gradients);
        return gradients;
    }

    private static void Train(LinearNet net, Action<Trainer<LinearNet>> use)
    {
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { Threads = 2 });
        use(trainer);
    }

    private static void FitEarly(LinearNet net)
    {
        using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { EarlyStoppingPatience = 2 });
        trainer.Fit(TestData.Images(3), epochs: 1);
    }

    private sealed record BadCall(string Name, Type Exception, string[] Parts, Action<LinearNet> Do);
}
