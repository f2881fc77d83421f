namespace ConvGen;

/// <summary>Steps whose length is nearly the same for every parameter, however large its gradient (Kingma and Ba, "Adam: A Method
/// for Stochastic Optimization", 2015), as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.Adam.html">Adam</see> (without amsgrad).</summary>
/// <remarks>
/// For every parameter w with gradient g, mean m and square s, which are zero at first, in step t, counted from 1:
/// <c>g = g + WeightDecay * w</c>, <c>m = Beta1 * m + (1 - Beta1) * g</c>, <c>s = Beta2 * s + (1 - Beta2) * g * g</c>, then
/// <c>w = w - LearningRate * m / (1 - Beta1^t) / (sqrt(s / (1 - Beta2^t)) + Epsilon)</c>.
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer&lt;BookNet&gt;(net, new Adam(), new TrainerOptions { BatchSize = 64 });
/// </code>
/// </example>
/// <param name="learningRate">The length of a step, finite and not negative.</param>
public sealed class Adam(float learningRate = 0.001f) : AdamBase(learningRate)
{
    internal override bool DecouplesDecay => false;
}
