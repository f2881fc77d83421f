using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>A class that shows the parameters of a layer element by element, such as <see cref="DenseLayer"/>: the type of the
/// layer's property in a generated class.</summary>
/// <typeparam name="TSelf">The class itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILayerView<TSelf>
    where TSelf : class, ILayerView<TSelf>
{
    /// <summary>The kinds of layers that it shows: the names of their attributes.</summary>
    static abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>Creates the view of one layer.</summary>
    /// <param name="name">The layer's name, such as <c>Dense1</c>.</param>
    /// <param name="parameters">Its parameters in order: <c>Dense1.weight</c>, then <c>Dense1.bias</c> if it has biases.</param>
    static abstract TSelf Create(string name, IReadOnlyList<Parameter> parameters);
}
