using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>The average of the parameters over the steps of a training; see <see cref="WeightAverage"/>. A step updates it piece by piece,
/// while the new parameters are in the cache.</summary>
/// <remarks>Every element is treated alike, so the average does not depend on the number of threads.</remarks>
internal sealed unsafe class ParameterAverage(NetworkCore core, WeightAverage settings, FrozenParameters frozen) : IDisposable
{
    private readonly AlignedMemory _memory = new(core.Program.ParameterFloats);
    private readonly IReadOnlyList<ParameterRange> _untrained = frozen.UntrainedRanges();
    private float _share;

    /// <summary>Called once before the updates of a step, on one thread.</summary>
    /// <param name="steps">The number of steps before this one.</param>
    public void BeginStep(long steps) => _share = (float)settings.ShareAfter(steps);

    /// <summary>Includes the updated parameters of a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(ParameterRange range)
    {
        float* parameters = core.ParameterMemory.Pointer, average = _memory.Pointer;
        var share = Vector256.Create(_share);
        for (int i = range.Start; i < range.End; i += Vector256<float>.Count)
        {
            Vector256<float> value = Vector256.Load(parameters + i), before = Vector256.Load(average + i);

            // The first step copies: the sum below would round.
            Vector256<float> after =
                _share == 1f ? value : Vector256.MultiplyAddEstimate(share, value - before, before);
            after.Store(average + i);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Returns the average in the internal layout. Must not be called while a step is running.</summary>
    /// <param name="steps">The number of steps so far. Before the first one, the average is the parameters.</param>
    public ReadOnlySpan<float> Values(long steps)
    {
        ReadOnlySpan<float> parameters = core.ParameterMemory.Span;
        if (steps == 0)
        {
            parameters.CopyTo(_memory.Span);
        }

        // The average leaves these out: frozen parameters, and running statistics, which are averages already.
        foreach (ParameterRange range in _untrained)
        {
            parameters[range.Start..range.End].CopyTo(_memory.Span[range.Start..]);
        }

        GC.KeepAlive(core);
        return _memory.Span;
    }

    /// <summary>Replaces the average by that of a checkpoint.</summary>
    /// <param name="values">The values of each parameter in PyTorch's order.</param>
    public void Replace(Func<Parameter, ReadOnlySpan<float>> values)
    {
        foreach (Parameter parameter in core.Parameters)
        {
            parameter.Map.Scatter(values(parameter), _memory.Span);
        }
    }

    /// <summary>Frees the memory. Must not be called while a step is running.</summary>
    public void Dispose() => _memory.Dispose();
}
