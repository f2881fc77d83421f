namespace ConvGen.Optimizers;

/// <summary>What changes from one step to the next.</summary>
/// <param name="Number">The step's number over the trainer's life, counted from 1.</param>
/// <param name="LearningRate">Its length.</param>
/// <param name="GradientScale">What the gradient is multiplied by: 1, or less where its norm is clipped.</param>
internal readonly record struct StepSettings(long Number, float LearningRate, float GradientScale = 1f);
