using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>Wraps a program so that a test can observe, or disturb, the runtime's calls.</summary>
internal sealed class ObservedProgram(NetworkProgram inner) : NetworkProgram
{
    /// <summary>Called before each chunk of each segment, on any thread.</summary>
    public Action<ChunkCall>? BeforeChunk { get; set; }

    /// <summary>Called before each meeting, with the index of the segment that has ended.</summary>
    public Action<int>? BeforeMeeting { get; set; }

    /// <summary>Values to return instead of the inner program's, unless null.</summary>
    public (int Segments, int MeetingFloats)? Claims { get; init; }

    public override int TrainingSegments => Claims?.Segments ?? inner.TrainingSegments;

    public override int MeetingFloats => Claims?.MeetingFloats ?? inner.MeetingFloats;

    public override int VectorBits => inner.VectorBits;

    public override int ChunkSamples => inner.ChunkSamples;

    public override int InputLength => inner.InputLength;

    public override int OutputLength => inner.OutputLength;

    public override int ParameterFloats => inner.ParameterFloats;

    public override int PackedFloats => inner.PackedFloats;

    public override int InferenceWorkspaceFloats => inner.InferenceWorkspaceFloats;

    public override int TrainingWorkspaceFloats => inner.TrainingWorkspaceFloats;

    public override LossKind Loss => inner.Loss;

    public override IReadOnlyList<ParameterLayout> Parameters => inner.Parameters;

    public override NetworkSummary Summary => inner.Summary;

    public override IReadOnlyList<PackedPiece> PackedPieces => inner.PackedPieces;

    public override void Pack(int piece, ref float parameters, ref float packed) =>
        inner.Pack(piece, ref parameters, ref packed);

    public override int LeastTrainingSamples => inner.LeastTrainingSamples;

    public override void Fold(ref float parameters, ref float packed) => inner.Fold(ref parameters, ref packed);

    public override void UpdateStatistics(ref float parameters, ref float shared) => inner.UpdateStatistics(ref parameters, ref shared);

    public override void Predict(
        ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace) =>
        inner.Predict(ref parameters, ref packed, ref inputs, ref outputs, samples, ref workspace);

    public override double TrainSegment(
        int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients, ref float contribution,
        ref float shared)
    {
        if (BeforeChunk is { } before)
        {
            nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref workspace);
            before(new ChunkCall(segment, noise.FirstSample, samples, address));
        }

        return inner.TrainSegment(
            segment, ref parameters, ref packed, ref inputs, ref targets, samples, gradientScale, noise, ref workspace,
            ref gradients, ref inputGradients, ref contribution, ref shared);
    }

    public override void Meet(int segment, int slices, int samples, ref float contributions, ref float shared)
    {
        BeforeMeeting?.Invoke(segment);
        inner.Meet(segment, slices, samples, ref contributions, ref shared);
    }
}

/// <summary>One chunk of one segment.</summary>
/// <param name="Segment">The index of the segment.</param>
/// <param name="FirstSample">The position of the chunk's first sample in the mini-batch.</param>
/// <param name="Samples">The number of samples.</param>
/// <param name="Workspace">The address of the workspace.</param>
internal sealed record ChunkCall(int Segment, int FirstSample, int Samples, nint Workspace);
