using ConvGen.CompilerServices;
using ConvGen.Tracing;

namespace ConvGen.Training;

/// <summary>Where the values of a batch cease to be finite. Looked for when a step has failed, so it may take its time.</summary>
internal static unsafe class NonFiniteOrigin
{
    /// <summary>The name for inputs that are not finite themselves.</summary>
    public const string Input = "Input";

    /// <summary>The name for targets that are not finite themselves.</summary>
    public const string Targets = "Targets";

    /// <summary><see cref="Input"/> or <see cref="Targets"/>; else the first layer behind which a value is not finite; else the
    /// loss.</summary>
    /// <param name="core">The network, with the parameters that the loss was computed with.</param>
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

        // Mostly the predictions show it; a sigmoid hides it, which makes 1 of infinity.
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
