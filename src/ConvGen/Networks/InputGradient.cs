using ConvGen.Internal;

namespace ConvGen;

/// <summary>d loss / d inputs, for as many samples as were last given to <c>Backpropagate</c>.</summary>
public sealed class InputGradient
{
    private readonly int inputLength;

    internal InputGradient(int inputLength) => this.inputLength = inputLength;

    private AlignedMemory Memory { get; set; } = new(0);

    /// <summary>Samples of the last <c>Backpropagate</c>; 0 before the first one.</summary>
    public int Samples { get; private set; }

    /// <summary>The number of values: <see cref="Samples"/> times the network's input length.</summary>
    public int Length => Samples * inputLength;

    /// <summary>Copies the gradient of every input value out, in the order of the inputs.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="InvalidOperationException">Nothing has been backpropagated yet.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (Samples == 0)
        {
            throw new InvalidOperationException("There is no input gradient before the first Backpropagate.");
        }

        Check.Length(destination.Length, Length, $"The input gradient of {Samples} samples", nameof(destination));
        AlignedMemory source = Memory;
        source.Span[..Length].CopyTo(destination);
        GC.KeepAlive(source);
    }

    /// <summary>Makes room for a batch. The old memory is left to the collector: somebody may be reading it.</summary>
    internal AlignedMemory Resize(int samples)
    {
        if (Memory.Length < samples * inputLength)
        {
            Memory = new AlignedMemory(samples * inputLength);
        }

        Samples = samples;
        return Memory;
    }
}
