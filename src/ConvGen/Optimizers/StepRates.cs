namespace ConvGen.Optimizers;

/// <summary>What a schedule decides of a step.</summary>
/// <param name="LearningRate">The step's length.</param>
/// <param name="Momentum">In the place of the optimizer's own; null leaves that.</param>
internal readonly record struct StepRates(float LearningRate, double? Momentum = null);
