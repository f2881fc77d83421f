using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>The memory that the forward and backward passes over one chunk need: a workspace and room for the targets.</summary>
internal sealed unsafe class ChunkWorker(NetworkProgram program) : IDisposable
{
    private readonly AlignedMemory _workspace = new(program.TrainingWorkspaceFloats);
    private readonly AlignedMemory _targets = new(checked(program.ChunkSamples * program.OutputLength));

    /// <summary>Runs one segment over one chunk. The caller keeps this object alive.</summary>
    /// <param name="core">The network, with packed weights.</param>
    /// <param name="batch">The whole mini-batch.</param>
    /// <param name="segment">The number of the segment of the training pass.</param>
    /// <param name="first">The chunk's first sample.</param>
    /// <param name="samples">The number of the chunk's samples.</param>
    /// <param name="gradientScale">The factor of each sample's gradient.</param>
    /// <param name="slice">The memory that the chunks of a slice share.</param>
    /// <param name="laps">Records the time per part; null records nothing.</param>
    /// <returns>The sum of the loss terms.</returns>
    public double Run(
        NetworkCore core, in TrainingBatch batch, int segment, int first, int samples, float gradientScale, in SliceMemory slice,
        StepLaps? laps)
    {
        FillTargets(batch, first, samples);
        laps?.Lap(StepPart.Clearing);
        float* inputs = batch.Inputs + (nint)first * program.InputLength;
        float* inputGradients =
            batch.InputGradients == null ? null : batch.InputGradients + (nint)first * program.InputLength;
        double loss = program.TrainSegment(
            segment, ref core.ParameterMemory.First, ref core.PackedMemory.First, ref Unsafe.AsRef<float>(inputs),
            ref _targets.First, samples, gradientScale, batch.NoiseFrom(first), ref _workspace.First,
            ref Unsafe.AsRef<float>(slice.Gradients), ref Unsafe.AsRef<float>(inputGradients),
            ref Unsafe.AsRef<float>(slice.Contribution), ref Unsafe.AsRef<float>(slice.Shared));
        laps?.Lap(StepPart.Kernels);
        return loss;
    }

    /// <summary>Frees the memory. Must not be called while a pass runs on it.</summary>
    public void Dispose()
    {
        _workspace.Dispose();
        _targets.Dispose();
    }

    private void FillTargets(in TrainingBatch batch, int first, int samples)
    {
        int length = program.OutputLength;
        Span<float> chunk = _targets.Span[..(samples * length)];
        if (batch.Labels == null)
        {
            new ReadOnlySpan<float>(batch.Targets + (nint)first * length, chunk.Length).CopyTo(chunk);
            return;
        }

        var labels = new ReadOnlySpan<int>(batch.Labels + first, samples);
        if (Labels.AreTargets(program))
        {
            for (int sample = 0; sample < samples; sample++)
            {
                chunk[sample] = labels[sample];
            }

            return;
        }

        if (batch.LabelTargets is { } table)
        {
            for (int sample = 0; sample < samples; sample++)
            {
                table.Row(labels[sample]).CopyTo(chunk[(sample * length)..]);
            }

            return;
        }

        chunk.Clear();
        for (int sample = 0; sample < samples; sample++)
        {
            chunk[sample * length + labels[sample]] = 1f;
        }
    }
}
