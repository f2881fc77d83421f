using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>The processor time of the current thread, which other programs do not affect.</summary>
internal static partial class ThreadClock
{
    private const int ThreadTime = 3;

    /// <summary>The time since an arbitrary moment; wall-clock time on systems without a thread clock.</summary>
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
