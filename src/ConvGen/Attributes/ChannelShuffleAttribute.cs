namespace ConvGen;

/// <summary>Deals the channels of each group out to all groups, so that the next grouped convolution reads channels of every group:
/// PyTorch's <see href="https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html">ChannelShuffle</see>
/// (<see href="https://arxiv.org/abs/1707.01083">ShuffleNet</see>, Zhang et al. 2017).</summary>
/// <remarks>Channel k of group g becomes channel <c>k * groups + g</c>. Keeps the shape of its image, and has no parameters.</remarks>
/// <example>
/// <code>
/// [Conv(24, 1, Groups = 3), ReLU, ChannelShuffle(3)]
/// [DepthwiseConv(3, Same = true), Conv(24, 1, Groups = 3)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ChannelShuffleAttribute : LayerAttribute
{
    /// <summary>Shuffles channels.</summary>
    /// <param name="groups">The number of groups; divides the number of channels.</param>
    public ChannelShuffleAttribute(int groups) => Groups = groups;

    /// <summary>The number of groups.</summary>
    public int Groups { get; }
}
