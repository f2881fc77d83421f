namespace ConvGen;

/// <summary>Consecutive images of another data set, which it refers to.</summary>
internal sealed class ImageSlice(ImageSet whole, int start, ReadOnlyMemory<int> labels)
    : ImageSet(whole.Channels, whole.Height, whole.Width, labels)
{
    internal override void CopyImage(int index, Span<float> result) => whole.CopyImage(start + index, result);
}
