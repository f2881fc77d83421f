using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed.Widths;

/// <summary>The parent's side of a child process that measures one vector width. A class of networks takes one width per process.</summary>
internal sealed class WidthProcess : IDisposable
{
    /// <summary>The first argument of this program when it is a child.</summary>
    public const string Verb = "speed-of-width";

    private const string VariableName = "CONVGEN_VECTOR_BITS";

    private readonly int _vectorBits;
    private readonly Process _process;

    /// <summary>Starts the process, which loads its images meanwhile.</summary>
    /// <param name="vectorBits">256 or 512.</param>
    public WidthProcess(int vectorBits)
    {
        _vectorBits = vectorBits;
        string program = Path.Combine(AppContext.BaseDirectory, "ConvGen.Benchmarks");
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? program + ".exe" : program, [Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment[VariableName] = vectorBits.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until the images are loaded, and returns which they are. Must be called first, once.</summary>
    /// <exception cref="IOException">The images could not be loaded.</exception>
    public string WaitForData()
    {
        WidthReply reply = Receive();
        return reply.Data ?? throw new IOException(reply.Error);
    }

    /// <summary>Prepares a task.</summary>
    /// <exception cref="IOException">The networks are not compiled for the width.</exception>
    public ISpeedWork Open(SpeedTask task)
    {
        int taken = Ask(new WidthRequest(Open: task)).VectorBits!.Value;
        return taken == _vectorBits
            ? new Work(this)
            : throw new IOException($"{task.Network} is compiled for vectors of {taken} bits, not {_vectorBits}: see ConvGenVectorBits.");
    }

    /// <summary>Closes the child's input, which ends it.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private WidthReply Ask(WidthRequest request)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
            _process.StandardInput.Flush();
        }
        catch (IOException exception)
        {
            throw Ended(exception);
        }

        return Receive();
    }

    private WidthReply Receive() => _process.StandardOutput.ReadLine() is { } line
        ? JsonSerializer.Deserialize<WidthReply>(line)!
        : throw Ended(null);

    private IOException Ended(Exception? cause) => new($"The process that measures vectors of {_vectorBits} bits ended.", cause);

    /// <summary>The task that the child has open.</summary>
    private sealed class Work(WidthProcess process) : ISpeedWork
    {
        public int VectorBits => process._vectorBits;

        public Turn Run(double peakSeconds, double seconds) =>
            process.Ask(new WidthRequest(Run: new TurnLength(peakSeconds, seconds))).Turn!;

        public CallTimes? Times() => process.Ask(new WidthRequest(Times: true)).Times;

        public void Dispose() => process.Ask(new WidthRequest(Close: true));
    }
}
