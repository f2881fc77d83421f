namespace ConvGen.Benchmarks.Speed.Work;

/// <summary>A task with one vector width, ready to run in turns.</summary>
internal interface ISpeedWork : IDisposable
{
    /// <summary>The width of the vectors that the network computes with, in bits.</summary>
    int VectorBits { get; }

    /// <summary>Measures the peak of the core, then works.</summary>
    /// <param name="peakSeconds">The time for the peak.</param>
    /// <param name="seconds">About the time for the work.</param>
    Turn Run(double peakSeconds, double seconds);

    /// <summary>The times of all single calls so far; null if calls are not timed one by one.</summary>
    CallTimes? Times();
}

/// <summary>The rates of one turn.</summary>
/// <param name="Rate">Images per second.</param>
/// <param name="Peak">The peak of the core just before, in floating-point operations per second.</param>
internal sealed record Turn(double Rate, double Peak);

/// <summary>Times of single calls in microseconds.</summary>
/// <param name="Median">The median.</param>
/// <param name="P99">The 99th percentile.</param>
internal sealed record CallTimes(double Median, double P99);
