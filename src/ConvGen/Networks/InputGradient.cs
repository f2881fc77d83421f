using ConvGen.Internal;

namespace ConvGen;

/// <summary>The gradient of the loss with respect to the inputs of the last <c>Backpropagate</c>.</summary>
public sealed class InputGradient
{
    private readonly int _inputLength;

    internal InputGradient(int inputLength) => _inputLength = inputLength;

    private AlignedMemory Memory { get; set; } = new(0);

    /// <summary>The number of samples of the last <c>Backpropagate</c>; 0 before the first call.</summary>
    public int Samples { get; private set; }

    /// <summary>The number of values: <see cref="Samples"/> times the network's input length.</summary>
    public int Length => Samples * _inputLength;

    /// <summary>Copies the gradient of every input value out, in the order of the inputs.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="InvalidOperationException"><c>Backpropagate</c> has not been called yet.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has the wrong length.</exception>
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

    /// <summary>Allocates room for a mini-batch. The garbage collector frees the old memory, which another thread may still be
    /// reading.</summary>
    internal AlignedMemory Resize(int samples)
    {
        if (Memory.Length < samples * _inputLength)
        {
            Memory = new AlignedMemory(samples * _inputLength);
        }

        Samples = samples;
        return Memory;
    }
}
