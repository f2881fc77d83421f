using System.ComponentModel;
using ConvGen.CompilerServices;

namespace ConvGen;

/// <summary>The members of every generated network. The ConvGen compiler implements this interface; other code does not need to.</summary>
/// <typeparam name="TSelf">The network's own class.</typeparam>
/// <remarks>
/// One network may predict on many threads at once. Changing parameters, directly or with a <see cref="Trainer{TNetwork}"/>,
/// while other threads predict is memory-safe, but those predictions may mix old and new values.
/// </remarks>
public interface INetwork<TSelf>
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>Floats of one sample at the input, in <c>[channel][row][column]</c> order.</summary>
    static abstract int InputLength { get; }

    /// <summary>Floats of one sample at the output.</summary>
    static abstract int OutputLength { get; }

    /// <summary>The number of trainable values of all layers.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>The table of layers, shapes, parameters and multiply-adds.</summary>
    static abstract NetworkSummary Summary { get; }

    /// <summary>Creates a network with initialized weights. The same seed gives the same weights on every machine.</summary>
    /// <param name="seed">Any number.</param>
    static abstract TSelf Create(int seed);

    /// <summary>Every weight and bias tensor, in the order of the layers.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The width, in bits, of the vectors that this process computes with: 256 or 512. If the network is
    /// compiled for one width (the MSBuild property <c>ConvGenVectorBits</c>), it is that one; otherwise the widest that the processor runs
    /// well, unless the environment variable <c>CONVGEN_VECTOR_BITS</c> or the AppContext switch <c>ConvGen.VectorBits</c> chooses. Results
    /// of different widths differ in rounding.</summary>
    int VectorBits { get; }

    /// <summary>The implementation; for generated code and the runtime.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    NetworkCore Core { get; }

    /// <inheritdoc cref="NetworkCore.Predict"/>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <inheritdoc cref="NetworkCore.Classify"/>
    int Classify(ReadOnlySpan<float> input);

    /// <inheritdoc cref="NetworkCore.Trace"/>
    ActivationTrace Trace(ReadOnlySpan<float> input);

    /// <inheritdoc cref="NetworkCore.CreateGradients"/>
    Gradients CreateGradients();

    /// <inheritdoc cref="NetworkCore.Backpropagate(ReadOnlySpan{float}, ReadOnlySpan{int}, Gradients)"/>
    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients);

    /// <inheritdoc cref="NetworkCore.Backpropagate(ReadOnlySpan{float}, ReadOnlySpan{float}, Gradients)"/>
    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients);
}
