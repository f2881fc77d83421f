namespace ConvGen;

/// <summary>The scaling of an input column, determined by the file that is loaded first.</summary>
public enum CsvScaling
{
    /// <summary>No scaling.</summary>
    None,

    /// <summary>Scales the smallest number to 0 and the largest to 1. Equal numbers all become 0.</summary>
    ZeroToOne,

    /// <summary>Scales to mean 0 and standard deviation 1. Equal numbers all become 0.</summary>
    Standard,

    /// <summary>Divides by 255, for the pixels of images.</summary>
    Pixels,
}
