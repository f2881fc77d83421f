using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>
/// What the compiler writes for one declared network: its sizes, and the passes over its layers. The runtime owns all
/// memory and calls the passes; a program holds no state, so that one instance serves every thread.
/// </summary>
/// <remarks>
/// Every reference points into 64-byte aligned memory of at least the stated number of floats, except <c>inputs</c>,
/// <c>outputs</c> and <c>inputGradients</c>, which are the caller's own. A workspace belongs to one thread at a time, is zero
/// when it is new, and keeps its content between calls. Zero borders of padded layers are never written: they keep the zeros of
/// the new workspace. A training pass of several segments keeps one workspace for each chunk of the mini-batch, from the first
/// segment to the last. Written by generated code; not meant to be derived from by hand.
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

    /// <summary>The number of segments of a training pass, at least 1. The runtime runs one segment over all chunks of all slices
    /// of a mini-batch; then all slices meet, <see cref="Meet"/> is called once, and the next segment starts.</summary>
    public virtual int TrainingSegments => 1;

    /// <summary>Floats that each slice contributes to the meetings of a training pass, which is also the number of floats that all
    /// slices share; a multiple of 16, and zero when the pass has one segment.</summary>
    public virtual int MeetingFloats => 0;

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

    /// <summary>Runs forward, loss and backward over up to <see cref="ChunkSamples"/> samples and adds to the gradients. A program
    /// of several segments overrides <see cref="TrainSegment"/> instead.</summary>
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

    /// <summary>Runs one segment of the training pass over up to <see cref="ChunkSamples"/> samples. The chunks of a slice run one
    /// after the other, in the same order in every segment.</summary>
    /// <param name="segment">0 to <see cref="TrainingSegments"/> - 1.</param>
    /// <param name="parameters">The parameters in the internal layout.</param>
    /// <param name="packed">The same weights as <see cref="Pack"/> arranged them.</param>
    /// <param name="inputs"><paramref name="samples"/> samples of <see cref="InputLength"/> floats; the same in every
    /// segment.</param>
    /// <param name="targets">As for <see cref="Train"/>; the same in every segment.</param>
    /// <param name="samples">1 to <see cref="ChunkSamples"/>; the same in every segment.</param>
    /// <param name="gradientScale">As for <see cref="Train"/>.</param>
    /// <param name="noise">As for <see cref="Train"/>; the same in every segment.</param>
    /// <param name="workspace"><see cref="TrainingWorkspaceFloats"/> floats. With several segments, the chunk has them to itself
    /// and finds what its earlier segments left there.</param>
    /// <param name="gradients"><see cref="ParameterFloats"/> floats of the slice in the internal layout, zero before the first
    /// segment, to which this call adds.</param>
    /// <param name="inputGradients">Receives the gradient of every input value, in any segment, or is a null reference, which
    /// skips that work.</param>
    /// <param name="contribution"><see cref="MeetingFloats"/> floats of the slice, zero before the first segment, in which its
    /// chunks collect what <see cref="Meet"/> reduces. They keep their content until the step ends.</param>
    /// <param name="shared"><see cref="MeetingFloats"/> floats that <see cref="Meet"/> has filled, zero before the first meeting.
    /// All threads read them at once, and no segment may write to them.</param>
    /// <returns>The loss terms of this segment, summed as for <see cref="Train"/>; zero where it computes no loss.</returns>
    public virtual double TrainSegment(
        int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients, ref float contribution,
        ref float shared) =>
        segment == 0
            ? Train(
                ref parameters, ref packed, ref inputs, ref targets, samples, gradientScale, noise, ref workspace, ref gradients,
                ref inputGradients)
            : throw new ArgumentOutOfRangeException(nameof(segment), segment, "The training pass has one segment, number 0.");

    /// <summary>Reduces what the slices have contributed by the end of a segment to what the next segments share. Called once
    /// after every segment but the last, by one thread while all others wait. The cut into slices depends on the network and the
    /// number of samples alone, so a reduction in the order of the slices gives the same bits for any number of threads.</summary>
    /// <param name="segment">The segment that has ended, 0 to <see cref="TrainingSegments"/> - 2.</param>
    /// <param name="slices">The number of slices, at least 1.</param>
    /// <param name="samples">The number of samples of the whole mini-batch, at least 1.</param>
    /// <param name="contributions">What the slices contributed, in their order: <paramref name="slices"/> times
    /// <see cref="MeetingFloats"/> floats.</param>
    /// <param name="shared"><see cref="MeetingFloats"/> floats, zero before the first meeting. They keep their content until the
    /// step ends.</param>
    public virtual void Meet(int segment, int slices, int samples, ref float contributions, ref float shared) =>
        throw new ArgumentOutOfRangeException(nameof(segment), segment, "No segment follows this one.");
}
