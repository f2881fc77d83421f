namespace ConvGen.Optimizers;

/// <summary>What changes from one step to the next.</summary>
/// <param name="Number">The step's number over the trainer's life, counted from 1.</param>
/// <param name="Rates">What a schedule decides of it.</param>
/// <param name="GradientScale">What the gradient is multiplied by: 1, or less where its norm is clipped.</param>
internal readonly record struct StepSettings(long Number, StepRates Rates, float GradientScale = 1f);
