using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The state of a rule in one training run, and the loop that applies the rule to the parameters.</summary>
internal sealed unsafe class RuleState<TRule, TOptimizer> : OptimizerState
    where TRule : struct, IUpdateRule<TRule, TOptimizer>
    where TOptimizer : Optimizer
{
    private readonly TOptimizer _optimizer;
    private readonly AlignedMemory[] _memories;

    // One flag for each cache line of parameters; no two parameter tensors share a line.
    private readonly float[] _decays;
    private TRule _rule;
    private float _gradientScale;

    public RuleState(TOptimizer optimizer, NetworkProgram program)
    {
        _optimizer = optimizer;
        IReadOnlyList<string> names = TRule.MemoriesOf(optimizer);
        _memories = [.. names.Select(_ => new AlignedMemory(program.ParameterFloats))];
        Memories = [.. names.Zip(_memories)];
        _decays = Decays(optimizer, program);
    }

    public override IReadOnlyList<(string Name, AlignedMemory Memory)> Memories { get; }

    public override void BeginStep(in StepSettings settings)
    {
        _rule = TRule.For(_optimizer, settings, _memories);
        _gradientScale = settings.GradientScale;
    }

    // Optimized from the first call on: a short training would end before tiered compilation optimizes it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Update(float* parameters, ReadOnlySpan<nint> slices, int start, int end)
    {
        // In a local, so that its fields can stay in registers.
        TRule local = _rule;
        var scale = Vector256.Create(_gradientScale);

        // Processes one cache line of every array at a time, so that the sum over the slices needs no separate pass over memory.
        for (int i = start; i < end; i += AlignedMemory.LineFloats)
        {
            int high = i + Vector256<float>.Count;
            (Vector256<float> lowGradient, Vector256<float> highGradient) = SliceSum.Line(slices, i);
            var decay = Vector256.Create(_decays[i / AlignedMemory.LineFloats]);
            local.Apply(Vector256.Load(parameters + i), scale * lowGradient, decay, i).Store(parameters + i);
            local.Apply(Vector256.Load(parameters + high), scale * highGradient, decay, high).Store(parameters + high);
        }

        GC.KeepAlive(this);
    }

    public override void Dispose() => Array.ForEach(_memories, memory => memory.Dispose());

    private static float[] Decays(Optimizer optimizer, NetworkProgram program)
    {
        float[] decays = new float[program.ParameterFloats / AlignedMemory.LineFloats];
        Array.Fill(decays, optimizer.WeightDecay);
        if (!optimizer.DecaysBiases)
        {
            foreach (ParameterLayout bias in program.Parameters.Where(parameter => parameter.IsBias))
            {
                int line = bias.Offset / AlignedMemory.LineFloats;
                int end = AlignedMemory.WholeLines(bias.End) / AlignedMemory.LineFloats;
                decays.AsSpan(line, end - line).Clear();
            }
        }

        return decays;
    }
}
