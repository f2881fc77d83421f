using System.Diagnostics;
using System.Reflection;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Candidates;

/// <summary>One candidate for the gradient of a convolution's input. The backward pass computes it together with the
/// gradient of the weights; its time is that of the pass minus the fastest pass of the shape without the input
/// gradient. If a candidate slows down the gradient of the weights, because both read the same lists, this counts as
/// its time.</summary>
internal sealed class InputGradientKernel : CandidateKernel
{
    /// <summary>Two slices of four samples, which take tens of microseconds to a millisecond.</summary>
    private const int Samples = 8;

    private const int WarmUps = 5;
    private const string Kernel = "Conv1Backward.Run(";
    private const string Gradient = "ref tanh1OutputGradient";
    private const string End = "samples);";

    private readonly Lazy<ITestNetwork> _network;
    private readonly FieldInfo _isWanted;
    private readonly FieldInfo _ticks;
    private readonly Lazy<Gradients> _gradients;
    private readonly Lazy<float[]> _targets;
    private readonly float[] _inputs;
    private readonly WithoutIt _without;
    private double _least = double.PositiveInfinity;

    private InputGradientKernel(
        CandidateSchedule schedule, NetworkSpec shape, Lazy<ITestNetwork> network, Type switches, WithoutIt without)
        : base(schedule)
    {
        _network = network;
        _without = without;
        _isWanted = switches.GetField("IsWanted")!;
        _ticks = switches.GetField("Ticks")!;
        _gradients = new(() => network.Value.CreateGradients());
        _targets = new(() => Behaviour.Noise.Draw(Samples * network.Value.OutputLength, seed: 2));
        _inputs = Behaviour.Noise.Draw(Samples * shape.Input.Length, seed: 1);
    }

    public override double Seconds => _least - _without.LeastSeconds;

    /// <summary>Creates all candidates for the input gradient of all shapes.</summary>
    public static CandidateProject Project(IReadOnlyList<NetworkSpec> shapes)
    {
        var without = shapes.ToDictionary(shape => shape.Name, _ => new WithoutIt());
        return new()
        {
            Name = "InputGradientCandidates",
            Shapes = shapes,
            ScheduleOf = stage => stage.Backward.InputGradient,
            Switch = "public static class KernelSwitch { public static bool IsWanted = true; public static long Ticks; }",
            Rewrite = Clock,
            Kernel = (schedule, shape, network, switches) =>
                new InputGradientKernel(schedule, shape, network, switches, without[shape.Name]),
        };
    }

    public override IReadOnlyList<float[]> Compute()
    {
        RunWith(inputGradient: true);
        float[] ofInputs = new float[_inputs.Length];
        _gradients.Value.Input.CopyTo(ofInputs);
        return [ofInputs, .. _gradients.Value.Select(gradient =>
        {
            float[] values = new float[gradient.Length];
            gradient.CopyTo(values);
            return values;
        })];
    }

    public override void Prepare()
    {
        for (int i = 0; i < WarmUps; i++)
        {
            RunWith(inputGradient: true);
            RunWith(inputGradient: false);
        }
    }

    public override void TimeSlice()
    {
        _without.LeastSeconds = Math.Min(_without.LeastSeconds, RunWith(inputGradient: false));
        _least = Math.Min(_least, RunWith(inputGradient: true));
    }

    /// <summary>Rewrites the call of the backward pass so that it is timed, with a switch that turns the input gradient off.</summary>
    private static string Clock(string passes)
    {
        int call = passes.IndexOf(Kernel, StringComparison.Ordinal);
        int end = passes.IndexOf(End, call, StringComparison.Ordinal) + End.Length;
        int gradient = passes.IndexOf(Gradient, call, StringComparison.Ordinal);
        Assert.InRange(gradient, call, end);
        return $"{passes[..call]}long clock = System.Diagnostics.Stopwatch.GetTimestamp(); {passes[call..gradient]}"
            + $"ref (global::KernelSwitch.IsWanted ? {Gradient} : ref Unsafe.NullRef<float>()){passes[(gradient + Gradient.Length)..end]}"
            + $" global::KernelSwitch.Ticks += System.Diagnostics.Stopwatch.GetTimestamp() - clock;{passes[end..]}";
    }

    private double RunWith(bool inputGradient)
    {
        _isWanted.SetValue(null, inputGradient);
        _ticks.SetValue(null, 0L);
        _network.Value.Backpropagate(_inputs, _targets.Value, _gradients.Value);
        return (long)_ticks.GetValue(null)! / (double)Stopwatch.Frequency;
    }

    /// <summary>The fastest pass of a shape, over all candidates, that computes only the gradients of the parameters.</summary>
    private sealed class WithoutIt
    {
        public double LeastSeconds { get; set; } = double.PositiveInfinity;
    }
}
