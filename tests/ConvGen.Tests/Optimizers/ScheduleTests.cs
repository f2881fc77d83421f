using System.Text.Json;
using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Optimizers;

/// <summary>Schedules give PyTorch's factors, and <c>Fit</c> multiplies the learning rate by them.</summary>
public sealed class ScheduleTests
{
    private const int Epochs = 7, StepsPerEpoch = 5;
    private const double LargestError = 1e-6;

    // The same numbers as in make_optimizers.py.
    private static readonly double[] PlateauLosses = [1.0, 0.8, 0.8, 0.7999, 0.81, 0.6, 0.6, 0.61, 0.62, 0.6, 0.6, 0.6];

    private static readonly IReadOnlyDictionary<string, double[]> Expected = Read();

    private static readonly IReadOnlyDictionary<string, Schedule> Schedules = new Dictionary<string, Schedule>
    {
        ["steps"] = Schedule.Steps(epochs: 2, factor: 0.3),
        ["exponential"] = Schedule.Exponential(0.8),
        ["cosine"] = Schedule.Cosine(last: 0.05),
        ["one cycle"] = Schedule.OneCycle(),
        ["another cycle"] = Schedule.OneCycle(rise: 0.45, first: 0.1, last: 0.001),
        ["warm-up"] = Schedule.Constant.WithWarmUp(epochs: 1.6, first: 0.2),
    };

    private const string MomentumOfOneCycle = "momentum of one cycle";

    private static readonly IReadOnlyDictionary<string, Schedule> Plateaus = new Dictionary<string, Schedule>
    {
        ["plateau"] = Schedule.Plateau(factor: 0.5, patience: 1),
        ["patient plateau"] = Schedule.Plateau(factor: 0.1, patience: 2, threshold: 0.01),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    public static TheoryData<string> PlateauNames => [.. Plateaus.Keys];

    [Fact]
    public void Every_schedule_has_expected_numbers() =>
        Assert.Equal(Expected.Keys.Order(), Schedules.Keys.Concat(Plateaus.Keys).Append(MomentumOfOneCycle).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Factors_equal_those_of_PyTorch(string name)
    {
        Assert.Equal(Epochs * StepsPerEpoch, Expected[name].Length);
        Assert.All(Expected[name], (expected, step) => Assert.Equal(
            expected, Schedules[name].FactorAt(new SchedulePoint(step, StepsPerEpoch, Epochs)), LargestError));
    }

    [Fact]
    public void The_cycle_of_the_momentum_equals_that_of_PyTorch()
    {
        Schedule schedule = Schedule.OneCycle(momentum: (AtTop: 0.85, AtEnds: 0.95)), behindWarmUp = schedule.WithWarmUp();
        Assert.Equal(Epochs * StepsPerEpoch, Expected[MomentumOfOneCycle].Length);
        Assert.All(Expected[MomentumOfOneCycle], (expected, step) =>
        {
            SchedulePoint point = new(step, StepsPerEpoch, Epochs);
            Assert.Equal(expected, schedule.MomentumAt(point)!.Value, LargestError);
            Assert.Equal(schedule.MomentumAt(point), behindWarmUp.MomentumAt(point));
            Assert.Null(Schedule.OneCycle().MomentumAt(point));
        });
    }

    [Theory]
    [MemberData(nameof(PlateauNames))]
    public void A_plateau_is_detected_as_in_PyTorch(string name)
    {
        EpochResult[] history = [.. PlateauLosses.Select((loss, i) => new EpochResult(i + 1, loss, 1, 1, Validation: null))];
        Assert.Equal(PlateauLosses.Length, Expected[name].Length);
        Assert.All(Expected[name], (expected, epoch) => Assert.Equal(
            expected,
            Plateaus[name].FactorAt(new SchedulePoint(epoch + 1, stepsPerEpoch: 1, history.Length, history[..(epoch + 1)])),
            LargestError));
    }

    [Fact]
    public void A_warm_up_multiplies_the_schedule_after_it()
    {
        Schedule schedule = Schedule.Exponential(0.5f).WithWarmUp(epochs: 2, first: 0);
        Assert.Equal(0.3 * 1, schedule.FactorAt(new SchedulePoint(3, 5, 4)), LargestError);
        Assert.Equal(0.7 * 0.5, schedule.FactorAt(new SchedulePoint(7, 5, 4)), LargestError);
        Assert.Equal(0.25, schedule.FactorAt(new SchedulePoint(10, 5, 4)), LargestError);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_cycle_is_finite_over_a_few_steps(int steps)
    {
        double[] factors = [.. Enumerable.Range(0, steps).Select(
            step => Schedule.OneCycle().FactorAt(new SchedulePoint(step, steps, epochs: 1)))];
        Assert.All(factors, factor => Assert.InRange(factor, 0, 1));
    }

    /// <summary>Compares <c>Fit</c> with a schedule to single steps at the same learning rates.</summary>
    [Fact]
    public void Fit_uses_the_learning_rate_of_every_step()
    {
        LabeledImages images = Noise.Images(50);
        SmallNet scheduled = new(seed: 1), byHand = new(seed: 1);
        List<double> reported = [];
        TrainerOptions options = new() { BatchSize = 10, Shuffle = false, Threads = 1 };
        using (Trainer<SmallNet> trainer = new(
            scheduled, new Sgd(0.2f), new() { BatchSize = 10, Shuffle = false, Threads = 1, Schedule = Schedule.OneCycle() })
        {
            ReportInterval = TimeSpan.Zero,
        })
        {
            trainer.Fit(images, epochs: 2, progress: new Listener(progress => reported.Add(progress.LearningRate)));
            Assert.Equal(0.2f, trainer.Optimizer.LearningRate);
        }

        Sgd optimizer = new(0);
        using (Trainer<SmallNet> trainer = new(byHand, optimizer, options))
        {
            for (int step = 0; step < 10; step++)
            {
                optimizer.LearningRate = (float)(0.2f * Schedule.OneCycle().FactorAt(new SchedulePoint(step, 5, 2)));
                int first = step % 5 * 10;
                trainer.Step(
                    images.Pixels.Slice(first * SmallNet.InputLength, 10 * SmallNet.InputLength), images.Labels.Slice(first, 10));
                Assert.Equal(optimizer.LearningRate, (float)reported[step]);
            }
        }

        Assert.Equal(10, reported.Count);
        Assert.Equal(byHand.ToBytes(), scheduled.ToBytes());
    }

    [Fact]
    public void An_invalid_factor_is_reported_and_changes_nothing()
    {
        SmallNet network = new();
        byte[] before = network.ToBytes();
        using Trainer<SmallNet> trainer = new(network, new Sgd(0.1f), new() { Schedule = new Broken() });
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Noise.Images(5), epochs: 1));
        Assert.Contains("factor -1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.ToBytes());
    }

    [Theory]
    [InlineData(0.9f, 1.0, "the momentum 1;")]
    [InlineData(0.9f, -0.5, "the momentum -0.5;")]
    [InlineData(0.9f, double.NaN, "the momentum NaN;")]
    [InlineData(0f, 0.8, "set its Momentum above 0")]
    public void An_invalid_momentum_is_reported_and_changes_nothing(float ofOptimizer, double ofSchedule, string said)
    {
        SmallNet network = new();
        byte[] before = network.ToBytes();
        TrainerOptions options = new() { Schedule = new Hasty(ofSchedule) };
        using Trainer<SmallNet> trainer = new(network, new Sgd(0.1f) { Momentum = ofOptimizer }, options);
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Noise.Images(5), epochs: 1));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.ToBytes());
    }

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(0.8, -0.1)]
    [InlineData(0.8, double.NaN)]
    public void A_cycle_with_an_invalid_momentum_is_rejected(double atTop, double atEnds) =>
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => Schedule.OneCycle(momentum: (atTop, atEnds)));

    private static Dictionary<string, double[]> Read()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Optimizers", "schedules.json"));
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>(file)!;
    }

    private sealed class Broken : Schedule
    {
        public override double FactorAt(in SchedulePoint point) => -1;
    }

    private sealed class Hasty(double momentum) : Schedule
    {
        public override double FactorAt(in SchedulePoint point) => 1;

        public override double? MomentumAt(in SchedulePoint point) => momentum;
    }

    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }
}
