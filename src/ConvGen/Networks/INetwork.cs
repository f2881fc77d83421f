using System.ComponentModel;
using ConvGen.CompilerServices;

namespace ConvGen;

/// <summary>What every generated network offers. The compiler implements it; nobody else needs to.</summary>
/// <typeparam name="TSelf">The network's own class.</typeparam>
/// <remarks>
/// One network may predict on many threads at once. Changing parameters, by hand or by a <see cref="Trainer{TNetwork}"/>,
/// while others predict is safe for the process, but those predictions may mix old and new values.
/// </remarks>
public interface INetwork<TSelf>
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>Floats of one sample at the input, in <c>[channel][row][column]</c> order.</summary>
    static abstract int InputLength { get; }

    /// <summary>Floats of one sample at the output.</summary>
    static abstract int OutputLength { get; }

    /// <summary>Trainable values of all layers.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>The table of layers, shapes, parameters and multiply-adds.</summary>
    static abstract NetworkSummary Summary { get; }

    /// <summary>Makes a network with initialised weights, the same for the same seed everywhere.</summary>
    /// <param name="seed">Any number.</param>
    static abstract TSelf Create(int seed);

    /// <summary>Every weight and bias tensor, in the order of the layers.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Where the work is done; for generated code and the runtime.</summary>
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
