using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The velocities of one training run with <see cref="Sgd"/>, and its update.</summary>
internal sealed unsafe class SgdState : OptimizerState
{
    private readonly Sgd settings;
    private readonly AlignedMemory? velocities;

    // One for each cache line of parameters; the compiler lets no two parameters share a line.
    private readonly float[] decays;
    private float learningRate;

    public SgdState(Sgd settings, NetworkProgram program)
    {
        this.settings = settings;
        velocities = settings.Momentum == 0 ? null : new AlignedMemory(program.ParameterFloats);
        decays = new float[program.ParameterFloats / AlignedMemory.LineFloats];
        Array.Fill(decays, settings.WeightDecay);
        if (!settings.DecaysBiases)
        {
            foreach (ParameterLayout bias in program.Parameters.Where(parameter => parameter.IsBias))
            {
                int line = bias.Offset / AlignedMemory.LineFloats;
                int end = AlignedMemory.WholeLines(bias.End) / AlignedMemory.LineFloats;
                decays.AsSpan(line, end - line).Clear();
            }
        }
    }

    public override IReadOnlyList<(string Name, AlignedMemory Memory)> Memories =>
        velocities is null ? [] : [("velocity", velocities)];

    public override void BeginStep() => learningRate = settings.LearningRate;

    // Optimised from the first call on: a short training would be over before the JIT found it worth its while.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Update(float* parameters, ReadOnlySpan<nint> slices, int start, int end)
    {
        float* velocity = velocities is null ? null : velocities.Pointer;
        Vector256<float> momentum = Vector256.Create(settings.Momentum);
        Vector256<float> descent = Vector256.Create(-learningRate);

        // A cache line of every array at a time: the sum over the slices costs no pass of its own over memory.
        for (int i = start; i < end; i += AlignedMemory.LineFloats)
        {
            (Vector256<float> low, Vector256<float> high) = SumOfSlices(slices, i);
            Vector256<float> decay = Vector256.Create(decays[i / AlignedMemory.LineFloats]);
            Vector256<float> lowWeights = Vector256.Load(parameters + i);
            Vector256<float> highWeights = Vector256.Load(parameters + i + Vector256<float>.Count);
            low = Vector256.FusedMultiplyAdd(decay, lowWeights, low);
            high = Vector256.FusedMultiplyAdd(decay, highWeights, high);
            if (velocity != null)
            {
                low = Vector256.FusedMultiplyAdd(momentum, Vector256.Load(velocity + i), low);
                high = Vector256.FusedMultiplyAdd(momentum, Vector256.Load(velocity + i + Vector256<float>.Count), high);
                low.Store(velocity + i);
                high.Store(velocity + i + Vector256<float>.Count);
            }

            Vector256.FusedMultiplyAdd(descent, low, lowWeights).Store(parameters + i);
            Vector256.FusedMultiplyAdd(descent, high, highWeights).Store(parameters + i + Vector256<float>.Count);
        }

        GC.KeepAlive(this);
    }

    public override void Dispose() => velocities?.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) SumOfSlices(ReadOnlySpan<nint> slices, int i)
    {
        float* first = (float*)slices[0] + i;
        Vector256<float> low = Vector256.Load(first), high = Vector256.Load(first + Vector256<float>.Count);
        for (int slice = 1; slice < slices.Length; slice++)
        {
            float* next = (float*)slices[slice] + i;
            low += Vector256.Load(next);
            high += Vector256.Load(next + Vector256<float>.Count);
        }

        return (low, high);
    }
}
