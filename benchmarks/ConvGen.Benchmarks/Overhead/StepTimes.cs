using ConvGen.Training;

namespace ConvGen.Benchmarks.Overhead;

/// <summary>The time of a step by its parts.</summary>
/// <param name="Network">n1 to n4.</param>
/// <param name="Batch">The number of images.</param>
/// <param name="Threads">The number of threads that may work on the step.</param>
/// <param name="Parts">Microseconds, by <see cref="StepPart"/>.</param>
/// <param name="Copying">Microseconds that <c>Fit</c> takes to gather a batch before the step.</param>
internal sealed record StepTimes(string Network, int Batch, int Threads, double[] Parts, double Copying)
{
    /// <summary>The duration of the step in microseconds.</summary>
    public double Step => Parts.Sum();

    /// <summary>The time outside kernels in microseconds.</summary>
    public double Overhead => Step - this[StepPart.Kernels];

    public double this[StepPart part] => Parts[(int)part];
}
