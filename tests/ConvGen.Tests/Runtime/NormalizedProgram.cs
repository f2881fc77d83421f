using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>
/// A program of several segments, written by hand: a dense layer whose units are normalized over the whole mini-batch, and the mean
/// squared error: y = (W x - mean) / sqrt(variance + epsilon) + b. Prediction is the dense layer alone.
/// </summary>
/// <remarks>All sums are in single precision, so that a different order of slices or chunks would give different bits.</remarks>
/// <param name="throughStatistics">True: three segments, and the gradient goes through the mean and the variance. False: two
/// segments, and both count as constants.</param>
internal sealed class NormalizedProgram(bool throughStatistics) : NetworkProgram
{
    public const float Epsilon = 0.01f;

    private const int Inputs = LinearNet.Inputs, Units = LinearNet.Units, PaddedUnits = 8;

    // Offsets in a slice's contribution and, divided by the number of samples, in the shared values.
    private const int Mean = 0, Scale = Units, MeanGradient = 2 * Units, MeanProduct = 3 * Units;

    // Offsets in the workspace: the chunk that it belongs to, and its values.
    private const int FirstSample = 0, Samples = 1, Values = 2, Gradients = Values + MostSamples * Units, MostSamples = 3;

    private static readonly LinearProgram Dense = LinearNet.Squares;

    public override int TrainingSegments => throughStatistics ? 3 : 2;

    public override int MeetingFloats => 16;

    public override int VectorBits => 256;

    public override int ChunkSamples => MostSamples;

    public override int InputLength => Inputs;

    public override int OutputLength => Units;

    public override int ParameterFloats => Dense.ParameterFloats;

    public override int PackedFloats => Dense.PackedFloats;

    public override int InferenceWorkspaceFloats => Dense.InferenceWorkspaceFloats;

    public override int TrainingWorkspaceFloats => Gradients + MostSamples * Units;

    public override LossKind Loss => LossKind.MeanSquaredError;

    public override IReadOnlyList<ParameterLayout> Parameters => Dense.Parameters;

    public override NetworkSummary Summary => Dense.Summary;

    public override IReadOnlyList<PackedPiece> PackedPieces => Dense.PackedPieces;

    public override void Pack(int piece, ref float parameters, ref float packed) =>
        Dense.Pack(piece, ref parameters, ref packed);

    public override void Predict(
        ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace) =>
        Dense.Predict(ref parameters, ref packed, ref inputs, ref outputs, samples, ref workspace);

    public override double TrainSegment(
        int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients, ref float contribution,
        ref float shared)
    {
        Assert.True(samples >= 1 && samples <= ChunkSamples);
        if (segment == 0)
        {
            (At(ref workspace, FirstSample), At(ref workspace, Samples)) = (noise.FirstSample, samples);
            Multiply(ref packed, ref inputs, samples, ref workspace, ref contribution);
            return 0;
        }

        // The workspace and the chunk must be the same as in the first segment.
        Assert.True(At(ref workspace, FirstSample) == noise.FirstSample && At(ref workspace, Samples) == samples);
        double loss = 0;
        if (segment == 1)
        {
            loss = Normalize(
                ref packed, ref targets, samples, gradientScale, ref workspace, ref gradients, ref contribution, ref shared);
        }

        if (segment == TrainingSegments - 1)
        {
            Backward(ref packed, ref inputs, samples, ref workspace, ref gradients, ref inputGradients, ref shared);
        }

        return loss;
    }

    public override void Meet(int segment, int slices, int samples, ref float contributions, ref float shared)
    {
        int start = segment == 0 ? Mean : MeanGradient;
        for (int i = start; i < start + 2 * Units; i++)
        {
            float sum = 0;
            for (int slice = 0; slice < slices; slice++)
            {
                sum += At(ref contributions, slice * MeetingFloats + i);
            }

            At(ref shared, i) = sum / samples;
        }

        for (int u = 0; segment == 0 && u < Units; u++)
        {
            float mean = At(ref shared, Mean + u), meanSquare = At(ref shared, Scale + u);
            At(ref shared, Scale + u) = 1 / MathF.Sqrt(meanSquare - mean * mean + Epsilon);
        }
    }

    private static ref float At(ref float memory, int index) => ref Unsafe.Add(ref memory, index);

    // z = W x; contributes the sums of z and of its squares.
    private static void Multiply(ref float weights, ref float x, int samples, ref float workspace, ref float contribution)
    {
        for (int i = 0; i < samples * Units; i++)
        {
            (int sample, int u) = Math.DivRem(i, Units);
            float z = 0;
            for (int input = 0; input < Inputs; input++)
            {
                z += At(ref weights, input * PaddedUnits + u) * At(ref x, sample * Inputs + input);
            }

            At(ref workspace, Values + i) = z;
            At(ref contribution, Mean + u) += z;
            At(ref contribution, Scale + u) += z * z;
        }
    }

    // Replaces z by its normalized value v; the loss and its gradient g; contributes the sums of g and of g v.
    private static double Normalize(
        ref float weights, ref float targets, int samples, float gradientScale, ref float workspace, ref float gradients,
        ref float contribution, ref float shared)
    {
        double loss = 0;
        for (int i = 0; i < samples * Units; i++)
        {
            int u = i % Units;
            ref float value = ref At(ref workspace, Values + i);
            value = (value - At(ref shared, Mean + u)) * At(ref shared, Scale + u);
            float error = value + At(ref weights, Inputs * PaddedUnits + u) - At(ref targets, i);
            float gradient = 2 * gradientScale * error;
            loss += error * error;
            At(ref workspace, Gradients + i) = gradient;
            At(ref gradients, Inputs * PaddedUnits + u) += gradient;
            At(ref contribution, MeanGradient + u) += gradient;
            At(ref contribution, MeanProduct + u) += gradient * value;
        }

        return loss;
    }

    // dL/dz = scale * (g - mean(g) - v * mean(g v)); without the two means if the statistics count as constants.
    private static void Backward(
        ref float weights, ref float x, int samples, ref float workspace, ref float gradients, ref float dx, ref float shared)
    {
        for (int i = 0; i < samples * Units; i++)
        {
            (int sample, int u) = Math.DivRem(i, Units);
            float dz = At(ref shared, Scale + u) * (At(ref workspace, Gradients + i) - At(ref shared, MeanGradient + u)
                - At(ref workspace, Values + i) * At(ref shared, MeanProduct + u));
            for (int input = 0; input < Inputs; input++)
            {
                At(ref gradients, input * PaddedUnits + u) += dz * At(ref x, sample * Inputs + input);
                if (!Unsafe.IsNullRef(ref dx))
                {
                    ref float gradient = ref At(ref dx, sample * Inputs + input);
                    gradient = (u == 0 ? 0 : gradient) + dz * At(ref weights, input * PaddedUnits + u);
                }
            }
        }
    }
}
