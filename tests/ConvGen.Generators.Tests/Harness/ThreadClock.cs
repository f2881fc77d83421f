using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>The processor time of the current thread, which other programs do not affect.</summary>
internal static partial class ThreadClock
{
    /// <summary>Linux's clock <c>CLOCK_THREAD_CPUTIME_ID</c>.</summary>
    private const int ThreadCpuTimeClock = 3;

    /// <summary>Gets the CPU time in milliseconds since an arbitrary origin; wall-clock time except on Linux.</summary>
    public static double Milliseconds => OperatingSystem.IsLinux() && GetTime(ThreadCpuTimeClock, out Time time) == 0
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
