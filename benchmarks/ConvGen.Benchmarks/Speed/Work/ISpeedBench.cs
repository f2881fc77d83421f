namespace ConvGen.Benchmarks.Speed.Work;

/// <summary>Prepares tasks with every width to measure.</summary>
internal interface ISpeedBench : IDisposable
{
    /// <summary>States which images are used, for display.</summary>
    string Data { get; }

    /// <summary>Prepares a task, once for each width in ascending order. The works must be disposed before the next task is opened.</summary>
    IReadOnlyList<ISpeedWork> Open(SpeedTask task);
}

/// <summary>Works in this process, with the width that its networks take.</summary>
internal sealed class OwnBench : ISpeedBench
{
    private readonly SpeedData _digits;
    private (string Network, SpeedData Data)? _last;

    /// <summary>Loads or draws the digits.</summary>
    public OwnBench()
    {
        _digits = SpeedData.Digits(out string description);
        Data = description;
    }

    public string Data { get; }

    public IReadOnlyList<ISpeedWork> Open(SpeedTask task) => [OpenOne(task)];

    /// <summary>Prepares a task. Consecutive tasks of a network share its images.</summary>
    public ISpeedWork OpenOne(SpeedTask task)
    {
        var network = SpeedNetwork.Named(task.Network);
        if (_last?.Network != task.Network)
        {
            _last = (task.Network, _digits.For(network.Summary));
        }

        return network.Open(task, _last.Value.Data);
    }

    public void Dispose()
    {
    }
}
