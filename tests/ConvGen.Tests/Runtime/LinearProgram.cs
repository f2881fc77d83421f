using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>A network program written by hand: one dense layer and a loss. Its internal layout is deliberately not
/// PyTorch's (transposed, units padded to eight), its chunk is small, and it predicts from the packed weights alone, so
/// that a runtime that forgets to convert layouts, to cut chunks or to pack weights gives wrong results.</summary>
/// <param name="inputs">The number of inputs.</param>
/// <param name="units">The number of outputs.</param>
/// <param name="loss">The loss.</param>
/// <param name="uses">The claimed number of uses of each weight per sample. Even small batches of a network that claims to share weights,
/// as convolutions do, are divided into slices.</param>
/// <param name="vectorBits">The claimed width of its vectors.</param>
internal sealed class LinearProgram(int inputs, int units, LossKind loss, int uses = 1, int vectorBits = 256) : NetworkProgram
{
    private const int FirstPieceFloats = 16;

    private readonly int _paddedUnits = (units + 7) / 8 * 8;

    public override int VectorBits => vectorBits;

    public override int ChunkSamples => 3;

    public override int InputLength => inputs;

    public override int OutputLength => units;

    public override int ParameterFloats => ((inputs + 1) * _paddedUnits + 15) / 16 * 16;

    public override int PackedFloats => ParameterFloats;

    public override int InferenceWorkspaceFloats => 1;

    public override int TrainingWorkspaceFloats => 2 * units;

    public override LossKind Loss => loss;

    public override IReadOnlyList<ParameterLayout> Parameters =>
    [
        new()
        {
            Name = "Dense1.weight", Shape = [units, inputs], Offset = 0, Deviation = Math.Sqrt(1.0 / inputs),
            Dimensions = [new(units, 1), new(inputs, _paddedUnits)],
        },
        new()
        {
            Name = "Dense1.bias", Shape = [units], Offset = inputs * _paddedUnits, Deviation = 0,
            Dimensions = [new(units, 1)],
        },
    ];

    public override NetworkSummary Summary { get; } = new(
        $"Linear{inputs}To{units}", [inputs], [new("Dense1", "Dense", [units], units * (inputs + 1), (long)units * inputs * uses)]);

    /// <summary>Two pieces, so that a runtime that forgets one of them gives wrong results.</summary>
    public override IReadOnlyList<PackedPiece> PackedPieces { get; } =
    [
        new() { Offset = 0, Floats = FirstPieceFloats },
        new() { Offset = FirstPieceFloats, Floats = ((inputs + 1) * ((units + 7) / 8 * 8) + 15) / 16 * 16 - FirstPieceFloats },
    ];

    public override void Pack(int piece, ref float parameters, ref float packed)
    {
        PackedPiece range = PackedPieces[piece];
        for (int i = range.Offset; i < range.Offset + range.Floats; i++)
        {
            Unsafe.Add(ref packed, i) = Unsafe.Add(ref parameters, i);
        }
    }

    public override void Predict(
        ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace)
    {
        CheckSamples(samples);
        for (int sample = 0; sample < samples; sample++)
        {
            Forward(
                ref packed, ref Unsafe.Add(ref inputs, sample * InputLength), ref Unsafe.Add(ref outputs, sample * OutputLength));
        }
    }

    public override double Train(
        ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, float gradientScale,
        in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients)
    {
        CheckSamples(samples);
        double lossSum = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            ref float x = ref Unsafe.Add(ref inputs, sample * InputLength);
            ref float dx = ref Unsafe.IsNullRef(ref inputGradients)
                ? ref inputGradients
                : ref Unsafe.Add(ref inputGradients, sample * InputLength);
            ref float target = ref Unsafe.Add(ref targets, sample * OutputLength);
            Forward(ref packed, ref x, ref workspace);
            lossSum += LossAndGradient(ref workspace, ref target, gradientScale);
            Backward(ref parameters, ref x, ref workspace, ref gradients, ref dx);
        }

        return lossSum;
    }

    // Assert.InRange would allocate, and some tests count bytes.
    private void CheckSamples(int samples) => Assert.True(samples >= 1 && samples <= ChunkSamples);

    // outputs = activation(W x + b)
    private void Forward(ref float weights, ref float x, ref float outputs)
    {
        for (int u = 0; u < OutputLength; u++)
        {
            float sum = Unsafe.Add(ref weights, InputLength * _paddedUnits + u);
            for (int i = 0; i < InputLength; i++)
            {
                sum += Unsafe.Add(ref weights, i * _paddedUnits + u) * Unsafe.Add(ref x, i);
            }

            Unsafe.Add(ref outputs, u) = Loss == LossKind.SigmoidCrossEntropy ? 1f / (1f + MathF.Exp(-sum)) : sum;
        }

        if (Loss == LossKind.SoftmaxCrossEntropy)
        {
            Softmax(ref outputs);
        }
    }

    private void Softmax(ref float z)
    {
        float total = 0;
        for (int u = 0; u < OutputLength; u++)
        {
            Unsafe.Add(ref z, u) = MathF.Exp(Unsafe.Add(ref z, u));
            total += Unsafe.Add(ref z, u);
        }

        for (int u = 0; u < OutputLength; u++)
        {
            Unsafe.Add(ref z, u) /= total;
        }
    }

    // Replaces the outputs p by d loss / d z, which is scale * (p - t) for both cross-entropies.
    private double LossAndGradient(ref float p, ref float t, float scale)
    {
        double sum = 0;
        for (int u = 0; u < OutputLength; u++)
        {
            float output = Unsafe.Add(ref p, u), target = Unsafe.Add(ref t, u);
            sum += Loss switch
            {
                LossKind.SoftmaxCrossEntropy => -target * MathF.Log(output),
                LossKind.SigmoidCrossEntropy => -(target * MathF.Log(output) + (1 - target) * MathF.Log(1 - output)),
                _ => (output - target) * (output - target),
            };
            Unsafe.Add(ref p, u) = (Loss == LossKind.MeanSquaredError ? 2 : 1) * scale * (output - target);
        }

        return sum;
    }

    private void Backward(ref float weights, ref float x, ref float dz, ref float gradients, ref float dx)
    {
        for (int u = 0; u < OutputLength; u++)
        {
            Unsafe.Add(ref gradients, InputLength * _paddedUnits + u) += Unsafe.Add(ref dz, u);
            for (int i = 0; i < InputLength; i++)
            {
                Unsafe.Add(ref gradients, i * _paddedUnits + u) += Unsafe.Add(ref dz, u) * Unsafe.Add(ref x, i);
            }
        }

        if (Unsafe.IsNullRef(ref dx))
        {
            return;
        }

        for (int i = 0; i < InputLength; i++)
        {
            float sum = 0;
            for (int u = 0; u < OutputLength; u++)
            {
                sum += Unsafe.Add(ref weights, i * _paddedUnits + u) * Unsafe.Add(ref dz, u);
            }

            Unsafe.Add(ref dx, i) = sum;
        }
    }
}
