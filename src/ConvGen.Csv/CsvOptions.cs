namespace ConvGen;

/// <summary>How a CSV file is read.</summary>
public sealed class CsvOptions
{
    /// <summary>Whether the first row holds the names of the columns. Without it they are called <c>1</c>, <c>2</c>, and so on.
    /// Default: true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What separates two fields: any character but a quote and the end of a line. Each space separates where it is a
    /// space. Default: a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The columns that are inputs, in the order in which the network takes them. Default: null, which is all but the
    /// label, in the order of the file.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>What stands in the column of labels. Default: names.</summary>
    public CsvLabels Labels { get; init; }

    /// <summary>What becomes of the numbers of every input column. Default: nothing.</summary>
    public CsvScaling Scaling { get; init; }

    /// <summary>What the inputs of a row make together, where they are pixels in <c>[channel][row][column]</c> order. Default:
    /// null, which is a single row of them, 1x1xN; a network takes either, a <see cref="Distortion"/> needs images.</summary>
    public (int Channels, int Height, int Width)? Shape { get; init; }
}
