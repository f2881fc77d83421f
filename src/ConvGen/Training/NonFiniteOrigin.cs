using ConvGen.CompilerServices;
using ConvGen.Tracing;

namespace ConvGen.Training;

/// <summary>Finds where the values of a mini-batch become non-finite. Called only after a step has failed, so it need not be
/// fast.</summary>
internal static unsafe class NonFiniteOrigin
{
    /// <summary>The origin if the inputs are not finite.</summary>
    public const string Input = "Input";

    /// <summary>The origin if the targets are not finite.</summary>
    public const string Targets = "Targets";

    /// <summary>Returns <see cref="Input"/> or <see cref="Targets"/>; otherwise the first layer whose output has a value that
    /// is not finite; otherwise the loss.</summary>
    /// <param name="core">The network, with the parameters for which the loss was computed.</param>
    /// <param name="batch">The samples.</param>
    public static string Find(NetworkCore core, in TrainingBatch batch)
    {
        NetworkProgram program = core.Program;
        for (int sample = 0; sample < batch.Samples; sample++)
        {
            if (!AreFinite(InputOf(batch, program, sample)))
            {
                return Input;
            }

            if (batch.Targets != null
                && !AreFinite(new(batch.Targets + (nint)sample * program.OutputLength, program.OutputLength)))
            {
                return Targets;
            }
        }

        // Usually the outputs are not finite either. A sigmoid hides such values, because it maps infinity to 1.
        return FindLayer(core, batch, withFiniteOutputs: false)
            ?? FindLayer(core, batch, withFiniteOutputs: true)
            ?? $"{program.Loss}";
    }

    private static string? FindLayer(NetworkCore core, in TrainingBatch batch, bool withFiniteOutputs)
    {
        float[] outputs = new float[core.Program.OutputLength];
        for (int sample = 0; sample < batch.Samples; sample++)
        {
            ReadOnlySpan<float> input = InputOf(batch, core.Program, sample);
            core.Predict(input, outputs);
            if (AreFinite(outputs) == withFiniteOutputs
                && PlainPass.Run(core, input, outputs).FirstOrDefault(layer => !AreFinite(layer.Values)) is { } layer)
            {
                return layer.Name;
            }
        }

        return null;
    }

    private static ReadOnlySpan<float> InputOf(in TrainingBatch batch, NetworkProgram program, int sample) =>
        new(batch.Inputs + (nint)sample * program.InputLength, program.InputLength);

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
