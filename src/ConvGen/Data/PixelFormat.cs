namespace ConvGen;

/// <summary>How a file holds the values of pixels.</summary>
public enum PixelFormat
{
    /// <summary>A byte each. Divided by 255, they lie between 0 and 1.</summary>
    Bytes,

    /// <summary>A 32-bit floating-point number each, as this computer holds them in memory. They stay as they are.</summary>
    Floats,
}
