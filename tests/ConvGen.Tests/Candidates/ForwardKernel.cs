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

    private readonly Lazy<ITestNetwork> _network;
    private readonly FieldInfo _repeatsOfAll;
    private readonly Lazy<float[]> _outputs;
    private readonly float[] _inputs;
    private int _repeats;
    private double _leastWithout = double.PositiveInfinity;
    private double _least = double.PositiveInfinity;

    private ForwardKernel(CandidateSchedule schedule, NetworkSpec shape, Lazy<ITestNetwork> network, FieldInfo repeatsOfAll)
        : base(schedule)
    {
        _network = network;
        _repeatsOfAll = repeatsOfAll;
        _inputs = Behaviour.Noise.Draw(shape.Input.Length, seed: 1);
        _outputs = new(() => new float[network.Value.OutputLength]);
    }

    public override double Seconds => (_least - _leastWithout) / _repeats;

    /// <summary>Creates all candidates for the forward pass of all shapes.</summary>
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
        return [_outputs.Value];
    }

    public override void Prepare()
    {
        double once = Enumerable.Range(0, 10).Min(_ => RunWith(repeats: 1));
        _repeats = Math.Clamp((int)(SliceSeconds / once), 1, MostRepeats);
    }

    public override void TimeSlice()
    {
        _leastWithout = Math.Min(_leastWithout, RunWith(repeats: 0));
        _least = Math.Min(_least, RunWith(_repeats));
    }

    /// <summary>Puts the kernel call of <c>Predict</c>, the first in the file, into a loop.</summary>
    private static string Repeat(string passes)
    {
        int call = passes.IndexOf(Kernel, passes.IndexOf("void Predict(", StringComparison.Ordinal), StringComparison.Ordinal);
        return passes.Insert(call, "for (int repeat = 0; repeat < global::KernelSwitch.Repeats; repeat++) ");
    }

    private double RunWith(int repeats)
    {
        _repeatsOfAll.SetValue(null, repeats);
        ITestNetwork prepared = _network.Value;
        long start = Stopwatch.GetTimestamp();
        prepared.Predict(_inputs, _outputs.Value);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
