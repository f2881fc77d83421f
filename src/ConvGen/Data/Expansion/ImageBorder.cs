namespace ConvGen;

/// <summary>The values that an <see cref="Augmentation"/> reads outside an image.</summary>
public enum ImageBorder
{
    /// <summary>Zero: black, or the mean after a <see cref="ChannelScaling"/>.</summary>
    Zeros,

    /// <summary>The nearest pixel of the image: the row <c>1 2 3</c> continues with <c>3 3 3</c>.</summary>
    Edge,

    /// <summary>The image, mirrored at the centres of its outermost pixels as often as needed: the row <c>1 2 3</c> continues with
    /// <c>2 1 2 3</c>. An image of one row or column repeats it.</summary>
    Reflection,
}
