using System.Diagnostics;
using System.Globalization;

namespace ConvGen.Comparison.StartUp;

/// <summary>Reports the start-up times of a program in the format of <c>samples/Aot</c>.</summary>
/// <param name="started">The Stopwatch's time stamp just before the process was started; the clock is the same in all
/// processes.</param>
internal sealed class StartUpReport(string started)
{
    private readonly long started = long.Parse(started, CultureInfo.InvariantCulture);
    private readonly List<(string Event, long Time)> events = [];

    /// <summary>Records the time of an event; prints only after the last one, because printing takes time.</summary>
    public void Note(string name) => events.Add((name, Stopwatch.GetTimestamp()));

    public void Print()
    {
        foreach ((string name, long time) in events)
        {
            double milliseconds = Stopwatch.GetElapsedTime(started, time).TotalMilliseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {milliseconds:F1} ms"));
        }
    }
}
