namespace ConvGen;

/// <summary>How an image of another shape fills the height and width that a network takes.</summary>
public enum ImageFit
{
    /// <summary>All of it is seen; its proportions may change.</summary>
    Stretch,

    /// <summary>Its proportions stay, and what is too much on two opposite sides is cut off, as much on the one as on the
    /// other.</summary>
    Crop,
}
