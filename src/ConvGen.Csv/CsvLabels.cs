namespace ConvGen;

/// <summary>The type of the label column.</summary>
public enum CsvLabels
{
    /// <summary>Names of classes: each distinct text is a class, in ordinal order. Unicode white space at the ends of a text is
    /// ignored. Whole numbers are names too; fractional numbers are an error.</summary>
    Names,

    /// <summary>Numbers of classes: whole numbers from 0 to 65535, which become the labels unchanged.</summary>
    Numbers,
}
