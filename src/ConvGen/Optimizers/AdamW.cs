namespace ConvGen;

/// <summary><see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight
/// Decay Regularization", 2019), as PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html">AdamW</see>
/// (without amsgrad).</summary>
/// <remarks>As <see cref="Adam"/>, but weight decay is not added to the gradient: <c>w = w - LearningRate * WeightDecay * w</c>
/// precedes the step. <see cref="Optimizer.WeightDecay"/> is 0.01 unless given.</remarks>
/// <example>
/// <code>
/// var options = new TrainerOptions { BatchSize = 64, Schedule = Schedule.OneCycle() };
/// var trainer = new Trainer&lt;BookNet&gt;(net, new AdamW(0.004f), options);
/// </code>
/// </example>
public sealed class AdamW : AdamBase
{
    /// <summary>Creates AdamW with the usual settings.</summary>
    /// <param name="learningRate">The learning rate, finite and not negative.</param>
    public AdamW(float learningRate = 0.001f)
        : base(learningRate) => WeightDecay = 0.01f;

    internal override bool DecouplesDecay => true;
}
