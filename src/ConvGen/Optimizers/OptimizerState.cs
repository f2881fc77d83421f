using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>What an optimizer remembers of one training run, and its arithmetic.</summary>
internal abstract unsafe class OptimizerState : IDisposable
{
    /// <summary>What it remembers of every parameter, by a name: vectors in the internal layout, which are zero at
    /// first.</summary>
    public abstract IReadOnlyList<(string Name, AlignedMemory Memory)> Memories { get; }

    /// <summary>Called once before the updates of a step, on one thread: takes over the current settings.</summary>
    public abstract void BeginStep(in StepSettings settings);

    /// <summary>Adds up the slices' gradients in their order and updates parameters start to end - 1. Ranges of one step may run
    /// on several threads: every element is treated alike, whatever range it lies in.</summary>
    /// <param name="parameters">The whole internal parameter vector.</param>
    /// <param name="slices">The gradient vector of each slice, at least one.</param>
    /// <param name="start">A multiple of 16.</param>
    /// <param name="end">A multiple of 16.</param>
    public abstract void Update(float* parameters, ReadOnlySpan<nint> slices, int start, int end);

    /// <inheritdoc/>
    public abstract void Dispose();
}
