using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>The processor time that the current thread has taken, which other programs do not lengthen by being in the
/// way.</summary>
internal static partial class ThreadClock
{
    private const int ThreadTime = 3;

    /// <summary>Since some moment; where the system does not tell, the time of the day instead.</summary>
    public static double Milliseconds => OperatingSystem.IsLinux() && GetTime(ThreadTime, out Time time) == 0
        ? time.Seconds * 1e3 + time.Nanoseconds / 1e6
        : Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
