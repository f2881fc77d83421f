namespace ConvGen;

/// <summary><see cref="Adam"/> with a decay that the gradient's size does not change (Loshchilov and Hutter, "Decoupled Weight
/// Decay Regularization", 2019), as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html">AdamW</see>
/// (without amsgrad).</summary>
/// <remarks>As <see cref="Adam"/>, but that <c>w = w - LearningRate * WeightDecay * w</c> comes before the step and the gradient
/// stays as it is. <see cref="Optimizer.WeightDecay"/> is 0.01 unless given.</remarks>
/// <example>
/// <code>
/// var options = new TrainerOptions { BatchSize = 64, Schedule = Schedule.OneCycle() };
/// var trainer = new Trainer&lt;BookNet&gt;(net, new AdamW(0.004f), options);
/// </code>
/// </example>
public sealed class AdamW : AdamBase
{
    /// <summary>AdamW with the usual numbers.</summary>
    /// <param name="learningRate">The length of a step, finite and not negative.</param>
    public AdamW(float learningRate = 0.001f)
        : base(learningRate) => WeightDecay = 0.01f;

    internal override bool DecouplesDecay => true;
}
