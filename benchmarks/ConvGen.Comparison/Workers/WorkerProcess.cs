using System.Diagnostics;
using System.Text.Json;
using ConvGen.Comparison.Contest;

namespace ConvGen.Comparison.Workers;

/// <summary>A worker failed or ended without an answer.</summary>
internal sealed class WorkerException(string message) : Exception(message);

/// <summary>The comparison's side of a worker process, which is suspended unless a request is pending.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The time limit beyond the requested seconds: loading 500 MB and trying several settings takes
    /// time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly List<string> complaints = [];

    /// <summary>Starts the process.</summary>
    /// <exception cref="WorkerException">The program does not exist.</exception>
    public WorkerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new WorkerException(exception.Message);
        }

        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                lock (complaints)
                {
                    complaints.Add(line.Data.Trim());
                }
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Prepares a job.</summary>
    /// <returns>The setting that the system chose, if it has several.</returns>
    public string? Open(string network, Job job, int batch) =>
        Ask(new Request(WorkerCommand.Open, network, job, batch)).Setting;

    /// <summary>The losses of the first steps, or the probabilities of the first batch.</summary>
    public float[] Answer() => Ask(new Request(WorkerCommand.Answer)).Values!;

    /// <summary>Works for about the given number of seconds.</summary>
    public Reply Run(double seconds) => Ask(new Request(WorkerCommand.Run, Seconds: seconds));

    /// <summary>Closes the worker's input, which ends it; kills it if it hangs.</summary>
    public void Dispose()
    {
        ProcessPause.Continue(process);
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private Reply Ask(Request request)
    {
        string? line;
        ProcessPause.Continue(process);
        try
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Message.Json));
            process.StandardInput.Flush();
            TimeSpan patience = Patience + TimeSpan.FromSeconds(request.Seconds ?? 0);
            line = process.StandardOutput.ReadLineAsync().WaitAsync(patience).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            line = null;
        }
        catch (TimeoutException)
        {
            throw new WorkerException($"no answer within {Patience.TotalMinutes} minutes");
        }
        finally
        {
            ProcessPause.Stop(process);
        }

        if (line is null)
        {
            ProcessPause.Continue(process);
            throw new WorkerException(LastComplaint());
        }

        Reply reply = JsonSerializer.Deserialize<Reply>(line, Message.Json)!;
        return reply.Error is { } error ? throw new WorkerException(FirstLine(error)) : reply;
    }

    private string LastComplaint()
    {
        process.WaitForExit(TimeSpan.FromSeconds(5));
        lock (complaints)
        {
            return complaints.Count > 0 ? complaints[^1] : "the process ended";
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
