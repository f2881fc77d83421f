namespace ConvGen;

/// <summary>What stands in the column of labels.</summary>
public enum CsvLabels
{
    /// <summary>Names of classes: each different text is a class, in the ordinal order of the texts. Unicode white space at the
    /// ends of a text does not count. Whole numbers are names too; fractional numbers are an error.</summary>
    Names,

    /// <summary>Numbers of classes: whole numbers from 0 to 65535, which are the labels as they are.</summary>
    Numbers,
}
