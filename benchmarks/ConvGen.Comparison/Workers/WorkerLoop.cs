using System.Diagnostics;
using System.Text.Json;
using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Systems;

namespace ConvGen.Comparison.Workers;

/// <summary>The worker's side: answers requests until there are no more.</summary>
/// <param name="folder">The <see cref="ContestFolder"/>.</param>
/// <param name="createSystem">Loads the system; its exception becomes the answer to the first request.</param>
internal sealed class WorkerLoop(string folder, Func<ISystem> createSystem)
{
    private ISystem? system;
    private PreparedJob? job;
    private bool timesCalls;

    /// <summary>Runs until the end of the input.</summary>
    public void Run(TextReader requests, TextWriter replies)
    {
        while (requests.ReadLine() is { } line)
        {
            replies.WriteLine(JsonSerializer.Serialize(AnswerSafely(line), Message.Json));
            replies.Flush();
        }

        job?.Dispose();
    }

    /// <summary>Native libraries can throw any exception: it is reported to the comparison, which continues with the
    /// other systems.</summary>
    private Reply AnswerSafely(string line)
    {
        try
        {
            Request request = JsonSerializer.Deserialize<Request>(line, Message.Json)!;
            return request.Command switch
            {
                WorkerCommand.Open => Open(request.Network!, request.Job!.Value, request.Batch!.Value),
                WorkerCommand.Answer => new Reply(Values: job!.Answer()),
                _ => timesCalls ? TimeEachCall(request.Seconds!.Value) : CountCalls(request.Seconds!.Value),
            };
        }
        catch (Exception exception)
        {
            return new Reply(Error: exception.GetBaseException().Message);
        }
    }

    private Reply Open(string network, Job kind, int batch)
    {
        job?.Dispose();
        job = null;
        timesCalls = kind == Job.Latency;
        system ??= createSystem();
        job = system.Open(PeerNetwork.Read(folder, network), kind, batch);
        return new Reply();
    }

    private Reply CountCalls(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long calls = 0;
        long now;
        do
        {
            job!.Call();
            calls++;
            now = Stopwatch.GetTimestamp();
        }
        while (now < end);

        return new Reply(Calls: calls, Seconds: (double)(now - start) / Stopwatch.Frequency);
    }

    private Reply TimeEachCall(double seconds)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        long before, after;
        do
        {
            before = Stopwatch.GetTimestamp();
            job!.Call();
            after = Stopwatch.GetTimestamp();
            times.Add((after - before) * 1e6 / Stopwatch.Frequency);
        }
        while (after < end);

        return new Reply(Calls: times.Count, Seconds: (double)(after - start) / Stopwatch.Frequency, Times: [.. times]);
    }
}
