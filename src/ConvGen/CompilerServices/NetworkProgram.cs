using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>
/// The generated code of a network class: its sizes, and the passes over its layers. The runtime owns all memory and calls the
/// passes. A program has no state, so that all threads share one instance.
/// </summary>
/// <remarks>
/// Every reference points into 64-byte aligned memory of at least the stated number of floats, except <c>inputs</c>,
/// <c>outputs</c> and <c>inputGradients</c>, which are the caller's own. A workspace belongs to one thread at a time, is zero
/// when it is new, and keeps its content between calls. Zero borders of padded layers are never written: they keep the zeros of
/// the new workspace. A training pass of several segments keeps one workspace for each chunk of the mini-batch, from the first
/// segment to the last. Only generated code should derive from this class.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NetworkProgram
{
    /// <summary>The width, in bits, of the vectors that the passes compute with: 256 or 512.</summary>
    public abstract int VectorBits { get; }

    /// <summary>The largest number of samples of one call of <see cref="Predict"/> or <see cref="Train"/>.</summary>
    public abstract int ChunkSamples { get; }

    /// <summary>The number of floats of an input sample, in <c>[channel][row][column]</c> order.</summary>
    public abstract int InputLength { get; }

    /// <summary>The number of floats of an output sample, in <c>[channel][row][column]</c> order.</summary>
    public abstract int OutputLength { get; }

    /// <summary>The number of floats of all parameters in the internal layout, including padding; a multiple of 16.</summary>
    public abstract int ParameterFloats { get; }

    /// <summary>The number of floats of the packed weights; zero if no layer reads packed weights.</summary>
    public abstract int PackedFloats { get; }

    /// <summary>The number of floats of the workspace of <see cref="Predict"/>.</summary>
    public abstract int InferenceWorkspaceFloats { get; }

    /// <summary>The number of floats of the workspace of <see cref="Train"/>; zero if the network has no loss.</summary>
    public abstract int TrainingWorkspaceFloats { get; }

    /// <summary>The loss that the network declares, or <see cref="LossKind.None"/>.</summary>
    public abstract LossKind Loss { get; }

    /// <summary>All parameter tensors, in declaration order, with their positions in the internal layout.</summary>
    public abstract IReadOnlyList<ParameterLayout> Parameters { get; }

    /// <summary>The number of segments of a training pass, at least 1. The runtime runs one segment over all chunks of all slices
    /// of a mini-batch; then a barrier waits for all slices, <see cref="Meet"/> reduces their contributions, and the next segment
    /// starts.</summary>
    public virtual int TrainingSegments => 1;

    /// <summary>The number of floats that each slice contributes to the reductions by <see cref="Meet"/>, and of the results that all
    /// slices share; a multiple of 16, and zero if the pass has one segment.</summary>
    public virtual int MeetingFloats => 0;

    /// <summary>The smallest mini-batch that the network can be trained with: 2 if it normalizes single values of a sample over the
    /// mini-batch, otherwise 1.</summary>
    public virtual int LeastTrainingSamples => 1;

    /// <summary>The table of layers, shapes, parameters and multiply-adds.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>The parameters that <see cref="Pack"/> packs, in independent pieces, ascending. Kernels read all other
    /// parameters unpacked.</summary>
    public virtual IReadOnlyList<PackedPiece> PackedPieces => [];

    /// <summary>Packs a piece of the weights for the forward kernels. Called after every change of its parameters; different
    /// threads may pack different pieces at once.</summary>
    /// <param name="piece">The index of the piece in <see cref="PackedPieces"/>.</param>
    /// <param name="parameters"><see cref="ParameterFloats"/> floats in the internal layout.</param>
    /// <param name="packed"><see cref="PackedFloats"/> floats, of which those of the piece are written.</param>
    public virtual void Pack(int piece, ref float parameters, ref float packed) =>
        throw new ArgumentOutOfRangeException(nameof(piece), piece, "The network packs no weights.");

    /// <summary>Computes what prediction alone reads: packed weights, and weights that include the normalization after them.
    /// Called by one thread before a prediction, after every change of parameters; a training step does not call it.</summary>
    /// <param name="parameters"><see cref="ParameterFloats"/> floats in the internal layout.</param>
    /// <param name="packed"><see cref="PackedFloats"/> floats, of which those that <see cref="Pack"/> writes are unchanged.</param>
    public virtual void Fold(ref float parameters, ref float packed)
    {
    }

    /// <summary>Runs the forward pass over up to <see cref="ChunkSamples"/> samples.</summary>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The weights as packed by <see cref="Pack"/> and <see cref="Fold"/>.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats.</param>
    /// <param name="outputs">Receives <paramref name="samples"/> times <see cref="OutputLength"/> floats: the values of the
    /// last layer, or the probabilities that the loss computes from them.</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>.</param>
    /// <param name="workspace"><see cref="InferenceWorkspaceFloats"/> floats.</param>
    public abstract void Predict(
        ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace);

    /// <summary>Runs forward, loss and backward over up to <see cref="ChunkSamples"/> samples and adds to the gradients. A program
    /// of several segments overrides <see cref="TrainSegment"/> instead.</summary>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The weights as packed by <see cref="Pack"/>.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats.</param>
    /// <param name="targets"><paramref name="samples"/> times <see cref="OutputLength"/> target values (one-hot for
    /// labels).</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>.</param>
    /// <param name="gradientScale">The factor of each sample's gradient: 1 divided by the number of terms in the mean loss. The terms are
    /// the samples, or all their outputs for losses that are means over all elements; a weight of a class counts as that many terms.</param>
    /// <param name="noise">The source of random numbers for random layers.</param>
    /// <param name="workspace"><see cref="TrainingWorkspaceFloats"/> floats.</param>
    /// <param name="gradients"><see cref="ParameterFloats"/> floats in the internal layout, to which this call adds.</param>
    /// <param name="inputGradients">Receives the gradient of every input value, or is a null reference to skip that work.</param>
    /// <returns>The unscaled sum of the losses: over samples for the softmax loss, over all elements for the others.</returns>
    public virtual double Train(
        ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients) =>
        throw new InvalidOperationException("The network declares no loss and cannot be trained.");

    /// <summary>Runs one segment of the training pass over up to <see cref="ChunkSamples"/> samples. The chunks of a slice run one
    /// after the other, in the same order in every segment.</summary>
    /// <param name="segment">0 to <see cref="TrainingSegments"/> - 1.</param>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The weights as packed by <see cref="Pack"/>.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats; the same in every
    /// segment.</param>
    /// <param name="targets">As for <see cref="Train"/>; the same in every segment.</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>; the same in every segment.</param>
    /// <param name="gradientScale">As for <see cref="Train"/>.</param>
    /// <param name="noise">As for <see cref="Train"/>; the same in every segment.</param>
    /// <param name="workspace"><see cref="TrainingWorkspaceFloats"/> floats. With several segments, each chunk has its own workspace,
    /// which keeps its content between segments.</param>
    /// <param name="gradients"><see cref="ParameterFloats"/> floats of the slice in the internal layout, zero before the first
    /// segment, to which this call adds.</param>
    /// <param name="inputGradients">Receives the gradient of every input value, in any segment, or is a null reference to skip
    /// that work.</param>
    /// <param name="contribution"><see cref="MeetingFloats"/> floats of the slice, zero before the first segment, in which its
    /// chunks collect the values that <see cref="Meet"/> reduces. They keep their content until the step ends.</param>
    /// <param name="shared"><see cref="MeetingFloats"/> floats that <see cref="Meet"/> has filled, zero in the first segment.
    /// All threads read them at once, and no segment may write to them.</param>
    /// <returns>The loss terms of this segment, summed as for <see cref="Train"/>; zero if it computes no loss.</returns>
    public virtual double TrainSegment(
        int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients, ref float contribution,
        ref float shared) =>
        segment == 0
            ? Train(
                ref parameters, ref packed, ref inputs, ref targets, samples, gradientScale, noise, ref workspace, ref gradients,
                ref inputGradients)
            : throw new ArgumentOutOfRangeException(nameof(segment), segment, "The training pass has one segment, number 0.");

    /// <summary>Reduces the slices' contributions at the end of a segment to the values that the next segments share. Called once after
    /// every segment but the last, unless the loss is not finite, by one thread while all others wait. The partition into slices depends
    /// only on the network and the number of samples, so a reduction in the order of the slices gives the same bits for any number of
    /// threads.</summary>
    /// <param name="segment">The completed segment, 0 to <see cref="TrainingSegments"/> - 2.</param>
    /// <param name="slices">The number of slices, at least 1.</param>
    /// <param name="samples">The number of samples of the whole mini-batch, at least 1.</param>
    /// <param name="contributions">The slices' contributions, in order: <paramref name="slices"/> times
    /// <see cref="MeetingFloats"/> floats.</param>
    /// <param name="shared"><see cref="MeetingFloats"/> floats, zero before the first call. They keep their content until the
    /// step ends.</param>
    public virtual void Meet(int segment, int slices, int samples, ref float contributions, ref float shared) =>
        throw new ArgumentOutOfRangeException(nameof(segment), segment, "No segment follows this one.");

    /// <summary>Moves the running statistics towards those of the mini-batch. Called by one thread once a step has succeeded, before the
    /// parameters are updated; never for gradients alone.</summary>
    /// <param name="parameters">The parameters in the internal layout, of which those that are not trainable are written.</param>
    /// <param name="shared"><see cref="MeetingFloats"/> floats as <see cref="Meet"/> has left them.</param>
    public virtual void UpdateStatistics(ref float parameters, ref float shared)
    {
    }
}
