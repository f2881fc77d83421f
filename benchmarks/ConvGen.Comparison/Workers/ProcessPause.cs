using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Comparison.Workers;

/// <summary>
/// Stops a process while others have their turn. Thread pools spin after their last piece of work, OpenMP's for 200 ms: a system
/// with as many threads as there are cores would take one of them from whoever comes next. Where there are no signals to do it
/// with, nothing is stopped.
/// </summary>
internal static class ProcessPause
{
    private const int ContinueOnLinux = 18, StopOnLinux = 19, ContinueOnMac = 19, StopOnMac = 17;

    /// <summary>Stops all threads of the process, wherever they are.</summary>
    public static void Stop(Process process) => Send(process, OperatingSystem.IsMacOS() ? StopOnMac : StopOnLinux);

    /// <summary>Lets them go on.</summary>
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
