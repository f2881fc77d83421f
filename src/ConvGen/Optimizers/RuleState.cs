using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>What a rule remembers of one training run, and the pass over the parameters that applies it.</summary>
internal sealed unsafe class RuleState<TRule, TOptimizer> : OptimizerState
    where TRule : struct, IUpdateRule<TRule, TOptimizer>
    where TOptimizer : Optimizer
{
    private readonly TOptimizer optimizer;
    private readonly AlignedMemory[] memories;

    // One for each cache line of parameters; the compiler lets no two parameters share a line.
    private readonly float[] decays;
    private TRule rule;
    private float gradientScale;

    public RuleState(TOptimizer optimizer, NetworkProgram program)
    {
        this.optimizer = optimizer;
        IReadOnlyList<string> names = TRule.MemoriesOf(optimizer);
        memories = [.. names.Select(_ => new AlignedMemory(program.ParameterFloats))];
        Memories = [.. names.Zip(memories)];
        decays = Decays(optimizer, program);
    }

    public override IReadOnlyList<(string Name, AlignedMemory Memory)> Memories { get; }

    public override void BeginStep(in StepSettings settings)
    {
        rule = TRule.For(optimizer, settings, memories);
        gradientScale = settings.GradientScale;
    }

    // Optimised from the first call on: a short training would be over before the JIT found it worth its while.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Update(float* parameters, ReadOnlySpan<nint> slices, int start, int end)
    {
        // In a local, so that its numbers can stay in registers.
        TRule local = rule;
        Vector256<float> scale = Vector256.Create(gradientScale);

        // A cache line of every array at a time: the sum over the slices costs no pass of its own over memory.
        for (int i = start; i < end; i += AlignedMemory.LineFloats)
        {
            int high = i + Vector256<float>.Count;
            (Vector256<float> lowGradient, Vector256<float> highGradient) = SliceSum.Line(slices, i);
            Vector256<float> decay = Vector256.Create(decays[i / AlignedMemory.LineFloats]);
            local.Apply(Vector256.Load(parameters + i), scale * lowGradient, decay, i).Store(parameters + i);
            local.Apply(Vector256.Load(parameters + high), scale * highGradient, decay, high).Store(parameters + high);
        }

        GC.KeepAlive(this);
    }

    public override void Dispose() => Array.ForEach(memories, memory => memory.Dispose());

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
