using System.Collections;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>Every weight and bias tensor of a network, in the order of the layers, weight before bias; and the running statistics of its
/// batch normalizations.</summary>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly NamedList<Parameter> _parameters;

    internal ParameterSet(IEnumerable<Parameter> parameters) =>
        _parameters = new NamedList<Parameter>(parameters, parameter => parameter.Name);

    /// <summary>The number of tensors.</summary>
    public int Count => _parameters.Count;

    /// <summary>A tensor by its position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public Parameter this[int index] => _parameters[index];

    /// <summary>A tensor by its name, such as <c>Conv1.weight</c>.</summary>
    /// <param name="name">A <see cref="Parameter.Name"/>, with its exact spelling.</param>
    /// <exception cref="KeyNotFoundException">No tensor has this name; the message lists the existing names.</exception>
    public Parameter this[string name] => _parameters[name];

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
