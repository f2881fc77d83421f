namespace ConvGen;

/// <summary>Options for reading a CSV file.</summary>
public sealed class CsvOptions
{
    /// <summary>Whether the first row holds the names of the columns. Otherwise they are named <c>1</c>, <c>2</c>, and so on.
    /// Default: true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The character between fields: any character except a quote and a line end. If it is a space, every single space
    /// separates two fields. Default: a comma.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The input columns, in the order of the network's inputs. Default: null, which selects all columns except the
    /// label, in the order of the file.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>The type of the label column. Default: names.</summary>
    public CsvLabels Labels { get; init; }

    /// <summary>The scaling of every input column. Default: none.</summary>
    public CsvScaling Scaling { get; init; }

    /// <summary>The image shape of a row's inputs, which are then pixels in <c>[channel][row][column]</c> order. Default: null,
    /// for the shape 1x1xN. A network accepts both; a <see cref="Distortion"/> needs images.</summary>
    public (int Channels, int Height, int Width)? Shape { get; init; }
}
