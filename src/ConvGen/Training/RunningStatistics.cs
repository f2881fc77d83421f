using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The running statistics of normalizations, which every mini-batch moves, except those of frozen layers.</summary>
internal sealed class RunningStatistics
{
    private readonly NetworkCore _core;
    private readonly bool _exist;
    private readonly ParameterRange[] _kept;
    private readonly float[] _values;

    /// <param name="core">The network.</param>
    /// <param name="frozen">The parameters that stay as they are.</param>
    public RunningStatistics(NetworkCore core, FrozenParameters frozen)
    {
        _core = core;
        _exist = core.Program.Parameters.Any(parameter => !parameter.IsTrainable);
        _kept = [.. frozen.StatisticsRanges()];
        _values = new float[_kept.Sum(range => range.End - range.Start)];
    }

    /// <summary>Moves the statistics towards those of a mini-batch. Called once after each, on one thread, if its loss is finite.</summary>
    /// <param name="pass">The pass over the mini-batch.</param>
    public void Move(TrainingPass pass)
    {
        if (!_exist)
        {
            return;
        }

        Span<float> parameters = _core.ParameterMemory.Span;
        Span<float> values = _values;
        foreach (ParameterRange range in _kept)
        {
            parameters[range.Start..range.End].CopyTo(values);
            values = values[(range.End - range.Start)..];
        }

        pass.UpdateStatistics(_core);
        ReadOnlySpan<float> kept = _values;
        foreach (ParameterRange range in _kept)
        {
            kept[..(range.End - range.Start)].CopyTo(parameters[range.Start..]);
            kept = kept[(range.End - range.Start)..];
        }

        GC.KeepAlive(_core);
    }
}
