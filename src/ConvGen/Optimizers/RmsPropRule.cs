using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of <see cref="RmsProp"/>, with PyTorch's order of operations.</summary>
internal readonly unsafe struct RmsPropRule : IUpdateRule<RmsPropRule, RmsProp>
{
    private const string Square = "square", Velocity = "velocity", Mean = "mean";

    private readonly float share, kept, epsilon, momentum, descent;
    private readonly float* squares, velocities, means;

    private RmsPropRule(RmsProp optimizer, StepRates rates, IReadOnlyList<AlignedMemory> memories)
    {
        // Converted as a decimal, which keeps the written value: 1 - 0.99f would be off in the seventh digit.
        share = (float)(1 - (double)(decimal)optimizer.Smoothing);
        (kept, epsilon) = (optimizer.Smoothing, optimizer.Epsilon);
        (momentum, descent) = ((float)(rates.Momentum ?? optimizer.Momentum), -rates.LearningRate);
        squares = memories[0].Pointer;
        velocities = optimizer.Momentum == 0 ? null : memories[1].Pointer;
        means = optimizer.Centered ? memories[^1].Pointer : null;
    }

    public static IReadOnlyList<string> MemoriesOf(RmsProp optimizer) => (optimizer.Momentum == 0, optimizer.Centered) switch
    {
        (true, false) => [Square],
        (true, true) => [Square, Mean],
        (false, false) => [Square, Velocity],
        (false, true) => [Square, Velocity, Mean],
    };

    public static RmsPropRule For(RmsProp optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories) =>
        new(optimizer, step.Rates, memories);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i)
    {
        gradient = Vector256.FusedMultiplyAdd(decay, weights, gradient);
        Vector256<float> square = Vector256.FusedMultiplyAdd(share * gradient, gradient, kept * Vector256.Load(squares + i));
        square.Store(squares + i);
        Vector256<float> variance = square;
        if (means != null)
        {
            Vector256<float> mean = Vector256.Load(means + i);
            mean = Vector256.FusedMultiplyAdd(Vector256.Create(share), gradient - mean, mean);
            mean.Store(means + i);
            variance = Vector256.FusedMultiplyAdd(-mean, mean, square);
        }

        Vector256<float> step = gradient / (Vector256.Sqrt(variance) + Vector256.Create(epsilon));
        if (velocities != null)
        {
            step = Vector256.FusedMultiplyAdd(Vector256.Create(momentum), Vector256.Load(velocities + i), step);
            step.Store(velocities + i);
        }

        return Vector256.FusedMultiplyAdd(Vector256.Create(descent), step, weights);
    }
}
