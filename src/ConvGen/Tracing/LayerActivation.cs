using ConvGen.Internal;

namespace ConvGen;

/// <summary>The output of one layer for one sample.</summary>
public sealed class LayerActivation
{
    private readonly float[] _values;

    internal LayerActivation(string name, IReadOnlyList<int> shape, float[] values)
    {
        Name = name;
        Shape = shape;
        _values = values;
        (Channels, Height, Width) = shape is [int channels, int height, int width] ? (channels, height, width) : (shape[0], 1, 1);
    }

    /// <summary>The layer's name, such as <c>Conv1</c>.</summary>
    public string Name { get; }

    /// <summary>Channels, height, width; or the length of a vector.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Feature maps, or the length of a vector.</summary>
    public int Channels { get; }

    /// <summary>Rows of a feature map; 1 for a vector.</summary>
    public int Height { get; }

    /// <summary>Columns of a feature map; 1 for a vector.</summary>
    public int Width { get; }

    /// <summary>All values in <c>[channel][row][column]</c> order.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Gets one value.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <param name="row">0 to <see cref="Height"/> - 1.</param>
    /// <param name="column">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public float this[int channel, int row, int column]
    {
        get
        {
            Check.Index(channel, Channels, Name);
            Check.Index(row, Height, Name);
            Check.Index(column, Width, Name);
            return _values[(channel * Height + row) * Width + column];
        }
    }

    /// <summary>Gets one feature map, row by row.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channel"/> is out of range.</exception>
    public ReadOnlySpan<float> Map(int channel)
    {
        Check.Index(channel, Channels, Name);
        return _values.AsSpan(channel * Height * Width, Height * Width);
    }
}
