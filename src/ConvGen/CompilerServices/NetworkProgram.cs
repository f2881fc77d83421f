using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>
/// What the compiler writes for one declared network: its sizes, and the passes over its layers. The runtime owns all
/// memory and calls the passes; a program holds no state, so that one instance serves every thread.
/// </summary>
/// <remarks>
/// Every reference points into 64-byte aligned memory of at least the stated number of floats, except <c>inputs</c>,
/// <c>outputs</c> and <c>inputGradients</c>, which are the caller's own. A workspace belongs to one thread at a time, is zero
/// when it is new, and keeps its content between calls: the zero borders of padded layers are written once, by nobody.
/// Written by generated code; not meant to be derived from by hand.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkProgram
{
    /// <summary>The most samples that one call of <see cref="Predict"/> or <see cref="Train"/> may process.</summary>
    public abstract int ChunkSamples { get; }

    /// <summary>Floats of one sample at the network's input, in <c>[channel][row][column]</c> order.</summary>
    public abstract int InputLength { get; }

    /// <summary>Floats of one sample at the network's output, in <c>[channel][row][column]</c> order.</summary>
    public abstract int OutputLength { get; }

    /// <summary>Floats of all parameters in the internal layout, paddings included; a multiple of 16.</summary>
    public abstract int ParameterFloats { get; }

    /// <summary>Floats of the forward weights as <see cref="Pack"/> arranges them; zero when no layer needs any.</summary>
    public abstract int PackedFloats { get; }

    /// <summary>Floats of the workspace that <see cref="Predict"/> needs.</summary>
    public abstract int InferenceWorkspaceFloats { get; }

    /// <summary>Floats of the workspace that <see cref="Train"/> needs; zero when the network has no loss.</summary>
    public abstract int TrainingWorkspaceFloats { get; }

    /// <summary>The loss that the network declares, or <see cref="LossKind.None"/>.</summary>
    public abstract LossKind Loss { get; }

    /// <summary>Every parameter tensor, in declaration order, with its place inside the internal layout.</summary>
    public abstract IReadOnlyList<ParameterLayout> Parameters { get; }

    /// <summary>The table of layers, shapes, parameters and multiply-adds.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>The parameters that <see cref="Pack"/> arranges, in pieces that do not depend on each other, ascending. What lies
    /// between them the kernels read as it is.</summary>
    public virtual IReadOnlyList<PackedPiece> PackedPieces => [];

    /// <summary>Arranges a piece of the weights for the forward kernels. Called after every change of its parameters; different
    /// pieces may be packed by different threads at once.</summary>
    /// <param name="piece">Which of the <see cref="PackedPieces"/>.</param>
    /// <param name="parameters"><see cref="ParameterFloats"/> floats in the internal layout.</param>
    /// <param name="packed"><see cref="PackedFloats"/> floats, of which the piece's are filled.</param>
    public virtual void Pack(int piece, ref float parameters, ref float packed) =>
        throw new ArgumentOutOfRangeException(nameof(piece), piece, "The network packs no weights.");

    /// <summary>Runs the forward pass over up to <see cref="ChunkSamples"/> samples.</summary>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The same weights as <see cref="Pack"/> arranged them.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats.</param>
    /// <param name="outputs">Receives <paramref name="samples"/> times <see cref="OutputLength"/> floats: what follows the
    /// last layer, probabilities where the loss makes them.</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>.</param>
    /// <param name="workspace"><see cref="InferenceWorkspaceFloats"/> floats.</param>
    public abstract void Predict(
        ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace);

    /// <summary>Runs forward, loss and backward over up to <see cref="ChunkSamples"/> samples and adds to the
    /// gradients.</summary>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The same weights as <see cref="Pack"/> arranged them.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats.</param>
    /// <param name="targets"><paramref name="samples"/> times <see cref="OutputLength"/> target values (one-hot for
    /// labels).</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>.</param>
    /// <param name="gradientScale">What each sample's gradient is multiplied with: 1 / batch for the softmax loss,
    /// 1 / (batch * outputs) for the losses that are means over all elements.</param>
    /// <param name="noise">Where random layers take their numbers from.</param>
    /// <param name="workspace"><see cref="TrainingWorkspaceFloats"/> floats.</param>
    /// <param name="gradients"><see cref="ParameterFloats"/> floats in the internal layout, to which this call adds.</param>
    /// <param name="inputGradients">Receives the gradient of every input value, or is a null reference, which skips that
    /// work.</param>
    /// <returns>The unscaled sum of the losses: over samples for the softmax loss, over all elements for the others.</returns>
    public virtual double Train(
        ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients) =>
        throw new InvalidOperationException("The network declares no loss and cannot be trained.");
}
