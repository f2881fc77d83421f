using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>What one thread needs to run the forward and backward passes: a workspace and room for a chunk's targets.</summary>
internal sealed unsafe class SliceWorker(NetworkProgram program) : IDisposable
{
    private readonly AlignedMemory workspace = new(program.TrainingWorkspaceFloats);
    private readonly AlignedMemory targets = new(checked(program.ChunkSamples * program.OutputLength));

    /// <summary>Runs the samples of one slice, chunk by chunk.</summary>
    /// <param name="core">The network, its weights packed.</param>
    /// <param name="batch">The whole batch.</param>
    /// <param name="start">The slice's first sample.</param>
    /// <param name="end">The sample behind its last one.</param>
    /// <param name="gradients">Receives the slice's parameter gradients; what was there is gone.</param>
    /// <param name="laps">Times the parts, unless null.</param>
    /// <returns>The sum of the loss terms.</returns>
    public double Run(NetworkCore core, in TrainingBatch batch, int start, int end, float* gradients, StepLaps? laps = null)
    {
        NativeMemory.Clear(gradients, (nuint)program.ParameterFloats * sizeof(float));
        float gradientScale = (float)(1.0 / batch.LossTerms(program));
        double loss = 0;
        int samples;
        for (int first = start; first < end; first += samples)
        {
            samples = Math.Min(program.ChunkSamples, end - first);
            FillTargets(batch, first, samples);
            laps?.Lap(StepPart.Clearing);
            float* inputs = batch.Inputs + (nint)first * program.InputLength;
            float* inputGradients =
                batch.InputGradients == null ? null : batch.InputGradients + (nint)first * program.InputLength;
            loss += program.Train(
                ref core.ParameterMemory.First, ref core.PackedMemory.First, ref Unsafe.AsRef<float>(inputs),
                ref targets.First, samples, gradientScale, batch.NoiseFrom(first), ref workspace.First,
                ref Unsafe.AsRef<float>(gradients), ref Unsafe.AsRef<float>(inputGradients));
            laps?.Lap(StepPart.Kernels);
        }

        GC.KeepAlive(core);
        GC.KeepAlive(this);
        return loss;
    }

    /// <summary>Only for an owner that runs nothing on it any more.</summary>
    public void Dispose()
    {
        workspace.Dispose();
        targets.Dispose();
    }

    private void FillTargets(in TrainingBatch batch, int first, int samples)
    {
        int length = program.OutputLength;
        Span<float> chunk = targets.Span[..(samples * length)];
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
