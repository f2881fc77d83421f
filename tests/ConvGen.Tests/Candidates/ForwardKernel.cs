using System.Diagnostics;
using System.Reflection;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Candidates;

/// <summary>One candidate for the forward pass of a convolution, in a network that repeats its kernel a given number
/// of times, so that the kernel dominates the time of a call.</summary>
internal sealed class ForwardKernel : CandidateKernel
{
    /// <summary>Short enough that a busy machine interrupts only a few turns.</summary>
    private const double SliceSeconds = 0.0003;

    private const int MostRepeats = 1_000;
    private const string Kernel = "Conv1Forward.Run(";

    private readonly Lazy<ITestNetwork> network;
    private readonly FieldInfo repeatsOfAll;
    private readonly Lazy<float[]> outputs;
    private readonly float[] inputs;
    private int repeats;
    private double leastWithout = double.PositiveInfinity;
    private double least = double.PositiveInfinity;

    private ForwardKernel(CandidateSchedule schedule, NetworkSpec shape, Lazy<ITestNetwork> network, FieldInfo repeatsOfAll)
        : base(schedule)
    {
        this.network = network;
        this.repeatsOfAll = repeatsOfAll;
        inputs = Behaviour.Noise.Draw(shape.Input.Length, seed: 1);
        outputs = new(() => new float[network.Value.OutputLength]);
    }

    public override double Seconds => (least - leastWithout) / repeats;

    /// <summary>Every candidate for the forward pass of every shape.</summary>
    public static CandidateProject Project(IEnumerable<NetworkSpec> shapes) => new()
    {
        Name = "ForwardCandidates",
        Shapes = [.. shapes],
        ScheduleOf = stage => stage.Forward,
        Switch = "public static class KernelSwitch { public static int Repeats = 1; }",
        Rewrite = Repeat,
        Kernel = (schedule, shape, network, switches) =>
            new ForwardKernel(schedule, shape, network, switches.GetField("Repeats")!),
    };

    public override IReadOnlyList<float[]> Compute()
    {
        RunWith(repeats: 1);
        return [outputs.Value];
    }

    public override void Prepare()
    {
        double once = Enumerable.Range(0, 10).Min(_ => RunWith(repeats: 1));
        repeats = Math.Clamp((int)(SliceSeconds / once), 1, MostRepeats);
    }

    public override void TimeSlice()
    {
        leastWithout = Math.Min(leastWithout, RunWith(repeats: 0));
        least = Math.Min(least, RunWith(repeats));
    }

    /// <summary>Puts the call of the kernel in <c>Predict</c>, the first of the file, into a loop.</summary>
    private static string Repeat(string passes)
    {
        int call = passes.IndexOf(Kernel, passes.IndexOf("void Predict(", StringComparison.Ordinal), StringComparison.Ordinal);
        return passes.Insert(call, "for (int repeat = 0; repeat < global::KernelSwitch.Repeats; repeat++) ");
    }

    private double RunWith(int repeats)
    {
        repeatsOfAll.SetValue(null, repeats);
        ITestNetwork prepared = network.Value;
        long start = Stopwatch.GetTimestamp();
        prepared.Predict(inputs, outputs.Value);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
