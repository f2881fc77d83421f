using System.Runtime.Intrinsics;
using ConvGen.Internal;

namespace ConvGen.Optimizers;

/// <summary>The update rule of an optimizer, with the settings of one step. Implemented by structs, so that the JIT specializes the
/// loop of <see cref="RuleState{TRule, TOptimizer}"/> for each rule.</summary>
/// <typeparam name="TSelf">The rule.</typeparam>
/// <typeparam name="TOptimizer">The optimizer.</typeparam>
internal interface IUpdateRule<TSelf, TOptimizer>
    where TSelf : struct, IUpdateRule<TSelf, TOptimizer>
    where TOptimizer : Optimizer
{
    /// <summary>Returns the names of the state vectors, each as long as the parameter vector.</summary>
    static abstract IReadOnlyList<string> MemoriesOf(TOptimizer optimizer);

    /// <summary>Creates the rule for a step.</summary>
    /// <param name="optimizer">The optimizer's settings.</param>
    /// <param name="step">The settings of the step.</param>
    /// <param name="memories">One state vector for each name, in the same order. They outlive the rule.</param>
    static abstract TSelf For(TOptimizer optimizer, in StepSettings step, IReadOnlyList<AlignedMemory> memories);

    /// <summary>Updates eight parameters and their state, and returns the new parameters.</summary>
    /// <param name="weights">The parameters before the step.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="decay">Their weight decay.</param>
    /// <param name="i">The index of the first of the eight parameters.</param>
    Vector256<float> Apply(Vector256<float> weights, Vector256<float> gradient, Vector256<float> decay, int i);
}
