using System.Diagnostics;
using System.Reflection;
using ConvGen.Generators.Planning;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Candidates;

/// <summary>One candidate for the forward pass of a shape, ready to be timed.</summary>
internal sealed class CandidateKernel
{
    /// <summary>So short that a busy machine interrupts few of many slices.</summary>
    private const double SliceSeconds = 0.0003;

    private const int MostRepeats = 1_000;

    private readonly CandidateSchedule schedule;
    private readonly Lazy<(ITestNetwork Network, FieldInfo Repeats)> made;
    private readonly Lazy<float[]> outputs;
    private readonly float[] inputs;
    private int repeats;
    private double leastWithout = double.PositiveInfinity;
    private double least = double.PositiveInfinity;

    public CandidateKernel(CandidateSchedule schedule, NetworkSpec shape, Func<(ITestNetwork Network, FieldInfo Repeats)> make)
    {
        this.schedule = schedule;
        made = new(make);
        inputs = Behaviour.Noise.Draw(shape.Input.Length, seed: 1);
        outputs = new(() => new float[Network.OutputLength]);
    }

    public string Name => schedule.Describe();

    /// <summary>The least time of a call of the kernel alone so far, in seconds.</summary>
    public double Seconds => (least - leastWithout) / repeats;

    /// <summary>The time as the choice weighs it: a candidate that pays with accuracy must be so much quicker.</summary>
    public double Weighed => Seconds / schedule.WorthwhileShare;

    private ITestNetwork Network => made.Value.Network;

    /// <summary>The same weights and inputs for every candidate of a shape, and so the same outputs but for rounding.</summary>
    public float[] Predict()
    {
        RunWith(repeats: 1);
        return outputs.Value;
    }

    /// <summary>Finds out how often the kernel fits a slice.</summary>
    public void Prepare()
    {
        double once = Enumerable.Range(0, 10).Min(_ => RunWith(repeats: 1));
        repeats = Math.Clamp((int)(SliceSeconds / once), 1, MostRepeats);
    }

    /// <summary>Times a slice, and the copying around the kernel, which is not part of its time.</summary>
    public void TimeSlice()
    {
        leastWithout = Math.Min(leastWithout, RunWith(repeats: 0));
        least = Math.Min(least, RunWith(repeats));
    }

    public override string ToString() => $"{Name}: {1e6 * Seconds:F2} us, estimated {schedule.Cycles:N0} cycles";

    private double RunWith(int repeats)
    {
        made.Value.Repeats.SetValue(null, repeats);
        long start = Stopwatch.GetTimestamp();
        Network.Predict(inputs, outputs.Value);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
