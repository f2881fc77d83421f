namespace ConvGen;

/// <summary>Turns channels into pixels: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html">PixelShuffle</see>
/// (<see href="https://arxiv.org/abs/1609.05158">sub-pixel convolution</see>, Shi et al. 2016).</summary>
/// <remarks>
/// <c>output[c][y * factor + i][x * factor + j] = input[(c * factor + i) * factor + j][y][x]</c>. Shapes:
/// <c>channels x height x width</c> becomes <c>channels / factor^2 x height * factor x width * factor</c>. No parameters.
/// </remarks>
/// <example>
/// The last layers of a network that doubles the size of an image:
/// <code>
/// [Conv(4, 3, Same = true), PixelShuffle(2)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelShuffleAttribute : LayerAttribute
{
    /// <summary>Enlarges an image by <paramref name="factor"/> in both directions.</summary>
    /// <param name="factor">The factor, at least 1; its square divides the number of channels.</param>
    public PixelShuffleAttribute(int factor) => Factor = factor;

    /// <summary>The factor for rows and columns.</summary>
    public int Factor { get; }
}
