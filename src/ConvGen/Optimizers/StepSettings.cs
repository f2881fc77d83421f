namespace ConvGen.Optimizers;

/// <summary>The settings of one step.</summary>
/// <param name="Number">The number of the step over the trainer's lifetime, counted from 1.</param>
/// <param name="Rates">The learning rate and the momentum.</param>
/// <param name="GradientScale">The factor of the gradient: 1, or less if its norm is clipped.</param>
internal readonly record struct StepSettings(long Number, StepRates Rates, float GradientScale = 1f);
