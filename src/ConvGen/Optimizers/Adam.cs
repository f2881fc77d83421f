namespace ConvGen;

/// <summary>Adam, whose step length is nearly independent of the size of the gradient (Kingma and Ba, "Adam: A Method
/// for Stochastic Optimization", 2015), as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.Adam.html">Adam</see> (without amsgrad).</summary>
/// <remarks>
/// In step t, counted from 1, for every parameter w with gradient g, and mean m and square s, which start at zero:
/// <c>g = g + WeightDecay * w</c>, <c>m = Beta1 * m + (1 - Beta1) * g</c>, <c>s = Beta2 * s + (1 - Beta2) * g * g</c>, then
/// <c>w = w - LearningRate * m / (1 - Beta1^t) / (sqrt(s / (1 - Beta2^t)) + Epsilon)</c>.
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer&lt;BookNet&gt;(net, new Adam(), new TrainerOptions { BatchSize = 64 });
/// </code>
/// </example>
/// <param name="learningRate">The learning rate, finite and not negative.</param>
public sealed class Adam(float learningRate = 0.001f) : AdamBase(learningRate)
{
    internal override bool DecouplesDecay => false;
}
