using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The state of an optimizer in one training run, and its arithmetic.</summary>
internal abstract unsafe class OptimizerState : IDisposable
{
    /// <summary>The state vectors by name, in the internal layout; initially zero.</summary>
    public abstract IReadOnlyList<(string Name, AlignedMemory Memory)> Memories { get; }

    /// <summary>Called once before the updates of a step, on one thread; reads the current settings.</summary>
    public abstract void BeginStep(in StepSettings settings);

    /// <summary>Sums the slices' gradients in order and updates the parameters start to end - 1. Ranges of one step may run on
    /// several threads; the result does not depend on how the parameters are split into ranges.</summary>
    /// <param name="parameters">The whole internal parameter vector.</param>
    /// <param name="slices">The gradient vector of each slice, at least one.</param>
    /// <param name="start">A multiple of 16.</param>
    /// <param name="end">A multiple of 16.</param>
    public abstract void Update(float* parameters, ReadOnlySpan<nint> slices, int start, int end);

    /// <inheritdoc/>
    public abstract void Dispose();
}
