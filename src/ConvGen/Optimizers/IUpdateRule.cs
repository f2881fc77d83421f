using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The formula of an optimizer with the numbers of one step. A struct, so that
/// <see cref="RuleState{TRule, TOptimizer}"/>
/// compiles its loop for each formula.</summary>
/// <typeparam name="TSelf">The rule.</typeparam>
/// <typeparam name="TOptimizer">Whose formula it is.</typeparam>
internal interface IUpdateRule<TSelf, TOptimizer>
    where TSelf : struct, IUpdateRule<TSelf, TOptimizer>
    where TOptimizer : Optimizer
{
    /// <summary>The names of the vectors that it remembers, as long as the parameters.</summary>
    static abstract IReadOnlyList<string> MemoriesOf(TOptimizer optimizer);

    /// <summary>The formula for a step.</summary>
    /// <param name="optimizer">The settings that stay.</param>
    /// <param name="step">Those of the step.</param>
    /// <param name="memories">One for each name, in the same order. They outlive the rule.</param>
    static abstract TSelf For(TOptimizer optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories);

    /// <summary>Eight parameters after the step; writes what is remembered of them.</summary>
    /// <param name="weights">The parameters before it.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="decay">Their weight decay.</param>
    /// <param name="i">Where they stand in the vector.</param>
    Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i);
}
