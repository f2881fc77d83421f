using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of <see cref="RmsProp"/>, with PyTorch's order of operations.</summary>
internal readonly unsafe struct RmsPropRule : IUpdateRule<RmsPropRule, RmsProp>
{
    private const string Square = "square", Velocity = "velocity", Mean = "mean";

    private readonly float _share, _kept, _epsilon, _momentum, _descent;
    private readonly float* _squares, _velocities, _means;

    private RmsPropRule(RmsProp optimizer, StepRates rates, IReadOnlyList<AlignedMemory> memories)
    {
        // Converted as a decimal, which keeps the written value: 1 - 0.99f would be off in the seventh digit.
        _share = (float)(1 - (double)(decimal)optimizer.Smoothing);
        (_kept, _epsilon) = (optimizer.Smoothing, optimizer.Epsilon);
        (_momentum, _descent) = ((float)(rates.Momentum ?? optimizer.Momentum), -rates.LearningRate);
        _squares = memories[0].Pointer;
        _velocities = optimizer.Momentum == 0 ? null : memories[1].Pointer;
        _means = optimizer.Centered ? memories[^1].Pointer : null;
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
        gradient = Vector256.MultiplyAddEstimate(decay, weights, gradient);
        var square = Vector256.MultiplyAddEstimate(_share * gradient, gradient, _kept * Vector256.Load(_squares + i));
        square.Store(_squares + i);
        Vector256<float> variance = square;
        if (_means != null)
        {
            var mean = Vector256.Load(_means + i);
            mean = Vector256.MultiplyAddEstimate(Vector256.Create(_share), gradient - mean, mean);
            mean.Store(_means + i);
            variance = Vector256.MultiplyAddEstimate(-mean, mean, square);
        }

        Vector256<float> step = gradient / (Vector256.Sqrt(variance) + Vector256.Create(_epsilon));
        if (_velocities != null)
        {
            step = Vector256.MultiplyAddEstimate(Vector256.Create(_momentum), Vector256.Load(_velocities + i), step);
            step.Store(_velocities + i);
        }

        return Vector256.MultiplyAddEstimate(Vector256.Create(_descent), step, weights);
    }
}
