using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of <see cref="Adam"/> and <see cref="AdamW"/>, with PyTorch's order of operations.</summary>
internal readonly unsafe struct AdamRule : IUpdateRule<AdamRule, AdamBase>
{
    private readonly float _firstShare, _secondShare, _secondKept;
    private readonly float _stepLength, _secondCorrection, _epsilon;
    private readonly float _gradientDecay, _weightDecay;
    private readonly float* _means, _squares;

    private AdamRule(AdamBase optimizer, in StepSettings step, AlignedMemory mean, AlignedMemory square)
    {
        // Converted as decimals, which keep the written value: 1 - 0.999f would be 1.3e-5 off.
        double beta1 = step.Rates.Momentum ?? (double)(decimal)optimizer.Beta1, beta2 = (double)(decimal)optimizer.Beta2;
        (_firstShare, _secondShare, _secondKept) = ((float)(1 - beta1), (float)(1 - beta2), optimizer.Beta2);

        // Bias correction: both means start at zero and are too small by these factors.
        double first = 1 - Math.Pow(beta1, step.Number), second = 1 - Math.Pow(beta2, step.Number);
        _stepLength = (float)(-step.Rates.LearningRate / first);
        _secondCorrection = (float)(1 / Math.Sqrt(second));
        _epsilon = optimizer.Epsilon;

        // Weight decay is added to the gradient (Adam) or shrinks the weights directly (AdamW).
        (_gradientDecay, _weightDecay) = optimizer.DecouplesDecay ? (0f, -step.Rates.LearningRate) : (1f, 0f);
        _means = mean.Pointer;
        _squares = square.Pointer;
    }

    public static IReadOnlyList<string> MemoriesOf(AdamBase optimizer) => ["mean", "square"];

    public static AdamRule For(AdamBase optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories) =>
        new(optimizer, step, memories[0], memories[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i)
    {
        gradient = Vector256.MultiplyAddEstimate(_gradientDecay * decay, weights, gradient);
        weights = Vector256.MultiplyAddEstimate(_weightDecay * decay, weights, weights);

        Vector256<float> mean = Vector256.Load(_means + i), square = Vector256.Load(_squares + i);
        mean = Vector256.MultiplyAddEstimate(Vector256.Create(_firstShare), gradient - mean, mean);
        square = Vector256.MultiplyAddEstimate(_secondShare * gradient, gradient, _secondKept * square);
        mean.Store(_means + i);
        square.Store(_squares + i);

        var deviation = Vector256.MultiplyAddEstimate(
            Vector256.Sqrt(square), Vector256.Create(_secondCorrection), Vector256.Create(_epsilon));
        return Vector256.MultiplyAddEstimate(Vector256.Create(_stepLength), mean / deviation, weights);
    }
}
