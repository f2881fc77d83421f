namespace ConvGen;

/// <summary>How an image with other proportions is fitted to the height and width of a network's input.</summary>
public enum ImageFit
{
    /// <summary>The whole image is scaled; its proportions may change.</summary>
    Stretch,

    /// <summary>The proportions are kept; two opposite sides are cropped equally.</summary>
    Crop,
}
