using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed.Widths;

/// <summary>Works with several widths, each in a child process. While one works, the others wait for their next request.</summary>
internal sealed class WidthBench : ISpeedBench
{
    private readonly List<WidthProcess> _processes = [];

    /// <summary>Starts the processes.</summary>
    /// <param name="widths">The widths in bits, in ascending order.</param>
    public WidthBench(IEnumerable<int> widths)
    {
        try
        {
            foreach (int width in widths)
            {
                _processes.Add(new WidthProcess(width));
            }

            Data = _processes.Select(process => process.WaitForData()).ToArray()[0];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Data { get; }

    public IReadOnlyList<ISpeedWork> Open(SpeedTask task) => [.. _processes.Select(process => process.Open(task))];

    public void Dispose() => _processes.ForEach(process => process.Dispose());
}
