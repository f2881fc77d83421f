namespace ConvGen.Generators.Planning.Normalization;

/// <summary>What all slices of a mini-batch wait for between two segments.</summary>
/// <param name="Stage">The normalization.</param>
/// <param name="OfGradients">True for the sums of its gradients, false for the mean and the variance of its input.</param>
internal sealed record Meeting(BatchNormStage Stage, bool OfGradients)
{
    /// <summary>Describes it for comments.</summary>
    public string What => OfGradients ? $"the mean gradients of {Stage.Name}" : $"the mean and variance that {Stage.Name} normalizes with";
}

/// <summary>A call after which all slices meet.</summary>
/// <param name="Call">The kernel and its operands.</param>
/// <param name="About">What the kernel computes, for the comment above the call.</param>
/// <param name="Meeting">What the slices wait for.</param>
internal sealed record MeetingCall(KernelCall Call, string About, Meeting Meeting);
