namespace ConvGen;

/// <summary>The type of the pixels in a file.</summary>
public enum PixelFormat
{
    /// <summary>One byte per value, which is divided by 255 to lie between 0 and 1.</summary>
    Bytes,

    /// <summary>One 32-bit floating-point number per value, in this computer's byte order, used unchanged.</summary>
    Floats,
}
