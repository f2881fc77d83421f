using ConvGen.Internal;

namespace ConvGen;

/// <summary>A tensor with one value for each channel.</summary>
public sealed class ChannelValues
{
    private readonly Parameter _parameter;

    internal ChannelValues(Parameter parameter) => _parameter = parameter;

    /// <summary>The number of channels, or of values of a vector.</summary>
    public int Length => _parameter.Length;

    /// <summary>Gets or sets the value of one channel.</summary>
    /// <param name="channel">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channel"/> is out of range; nothing is changed.</exception>
    public float this[int channel]
    {
        get
        {
            Check.Index(channel, Length, _parameter.Name);
            return _parameter[channel];
        }

        set
        {
            Check.Index(channel, Length, _parameter.Name);
            _parameter[channel] = value;
        }
    }
}
