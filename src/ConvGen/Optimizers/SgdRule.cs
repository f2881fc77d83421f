using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of <see cref="Sgd"/>.</summary>
internal readonly unsafe struct SgdRule : IUpdateRule<SgdRule, Sgd>
{
    private readonly Vector256<float> _momentum, _descent;
    private readonly float* _velocities;
    private readonly bool _looksAhead;

    private SgdRule(Sgd optimizer, StepRates rates, AlignedMemory? velocities)
    {
        _momentum = Vector256.Create((float)(rates.Momentum ?? optimizer.Momentum));
        _descent = Vector256.Create(-rates.LearningRate);
        _looksAhead = optimizer.Nesterov;
        _velocities = velocities is null ? null : velocities.Pointer;
    }

    public static IReadOnlyList<string> MemoriesOf(Sgd optimizer) => optimizer.Momentum == 0 ? [] : ["velocity"];

    public static SgdRule For(Sgd optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories) =>
        new(optimizer, step.Rates, memories.Count == 0 ? null : memories[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i)
    {
        gradient = Vector256.MultiplyAddEstimate(decay, weights, gradient);
        if (_velocities == null)
        {
            return Vector256.MultiplyAddEstimate(_descent, gradient, weights);
        }

        var velocity = Vector256.MultiplyAddEstimate(_momentum, Vector256.Load(_velocities + i), gradient);
        velocity.Store(_velocities + i);
        Vector256<float> step = _looksAhead ? Vector256.MultiplyAddEstimate(_momentum, velocity, gradient) : velocity;
        return Vector256.MultiplyAddEstimate(_descent, step, weights);
    }
}
