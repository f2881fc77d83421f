using System.Text.Json;
using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed.Widths;

/// <summary>The side of the child process: answers requests until there are no more.</summary>
internal static class WidthWorker
{
    /// <summary>Runs until the end of the input.</summary>
    public static void Run(TextReader requests, TextWriter replies)
    {
        OwnBench bench;
        try
        {
            bench = new OwnBench();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Write(new WidthReply(Error: exception.Message));
            return;
        }

        Write(new WidthReply(Data: bench.Data));
        ISpeedWork? work = null;
        while (requests.ReadLine() is { } line)
        {
            Write(JsonSerializer.Deserialize<WidthRequest>(line)! switch
            {
                { Open: { } task } => Open(task),
                { Run: { } turn } => new WidthReply(Turn: work!.Run(turn.PeakSeconds, turn.Seconds)),
                { Times: true } => new WidthReply(Times: work!.Times()),
                { Close: true } => Close(),
                _ => throw new InvalidDataException($"The request '{line}' asks for nothing."),
            });
        }

        work?.Dispose();

        WidthReply Open(SpeedTask task)
        {
            work = bench.OpenOne(task);
            return new WidthReply(VectorBits: work.VectorBits);
        }

        WidthReply Close()
        {
            work!.Dispose();
            work = null;
            return new WidthReply();
        }

        void Write(WidthReply reply)
        {
            replies.WriteLine(JsonSerializer.Serialize(reply));
            replies.Flush();
        }
    }
}
