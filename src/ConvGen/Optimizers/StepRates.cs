namespace ConvGen.Optimizers;

/// <summary>The settings of a step that a schedule decides.</summary>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Momentum">The momentum; null to use the optimizer's own.</param>
internal readonly record struct StepRates(float LearningRate, double? Momentum = null);
