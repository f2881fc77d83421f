namespace ConvGen;

/// <summary>What becomes of the numbers of an input column, by what they are in the file that is loaded first.</summary>
public enum CsvScaling
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>The smallest becomes 0, the largest 1. Where all are equal they become 0.</summary>
    ZeroToOne,

    /// <summary>Their mean becomes 0 and their standard deviation 1. Where all are equal they become 0.</summary>
    Standard,

    /// <summary>They are divided by 255, whatever they are: for the pixels of images.</summary>
    Pixels,
}
