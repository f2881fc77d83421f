using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Comparison.Workers;

/// <summary>Suspends a process while others are timed. Thread pools spin after their last piece of work (OpenMP's for
/// 200 ms), and would take cores from the next system. Does nothing on systems without signals.</summary>
internal static class ProcessPause
{
    private const int ContinueOnLinux = 18, StopOnLinux = 19, ContinueOnMac = 19, StopOnMac = 17;

    /// <summary>Suspends all threads of the process.</summary>
    public static void Stop(Process process) => Send(process, OperatingSystem.IsMacOS() ? StopOnMac : StopOnLinux);

    /// <summary>Resumes them.</summary>
    public static void Continue(Process process) =>
        Send(process, OperatingSystem.IsMacOS() ? ContinueOnMac : ContinueOnLinux);

    private static void Send(Process process, int signal)
    {
        if ((OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && !process.HasExited)
        {
            _ = Kill(process.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
