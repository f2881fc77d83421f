using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of <see cref="Sgd"/>.</summary>
internal readonly unsafe struct SgdRule : IUpdateRule<SgdRule, Sgd>
{
    private readonly Vector256<float> momentum, descent;
    private readonly float* velocities;
    private readonly bool looksAhead;

    private SgdRule(Sgd optimizer, StepRates rates, AlignedMemory? velocities)
    {
        momentum = Vector256.Create((float)(rates.Momentum ?? optimizer.Momentum));
        descent = Vector256.Create(-rates.LearningRate);
        looksAhead = optimizer.Nesterov;
        this.velocities = velocities is null ? null : velocities.Pointer;
    }

    public static IReadOnlyList<string> MemoriesOf(Sgd optimizer) => optimizer.Momentum == 0 ? [] : ["velocity"];

    public static SgdRule For(Sgd optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories) =>
        new(optimizer, step.Rates, memories.Count == 0 ? null : memories[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i)
    {
        gradient = Vector256.FusedMultiplyAdd(decay, weights, gradient);
        if (velocities == null)
        {
            return Vector256.FusedMultiplyAdd(descent, gradient, weights);
        }

        Vector256<float> velocity = Vector256.FusedMultiplyAdd(momentum, Vector256.Load(velocities + i), gradient);
        velocity.Store(velocities + i);
        Vector256<float> step = looksAhead ? Vector256.FusedMultiplyAdd(momentum, velocity, gradient) : velocity;
        return Vector256.FusedMultiplyAdd(descent, step, weights);
    }
}
