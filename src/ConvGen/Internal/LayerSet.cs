using System.Collections.Concurrent;
using ConvGen.CompilerServices;

namespace ConvGen.Internal;

/// <summary>The typed views of a network's layers. Each is created once, on first use, and shows only layers of its kinds.</summary>
internal sealed class LayerSet(NetworkSummary summary, ParameterSet parameters)
{
    private readonly ConcurrentDictionary<string, object> _views = new(StringComparer.Ordinal);

    public T Get<T>(string name)
        where T : class, ILayerView<T> =>
        _views.TryGetValue(name, out object? view) && view is T typed ? typed : Add<T>(name);

    /// <exception cref="KeyNotFoundException">No layer that <typeparamref name="T"/> shows has this name.</exception>
    private T Add<T>(string name)
        where T : class, ILayerView<T>
    {
        var layers = new NamedList<LayerSummary>(summary.Layers.Where(layer => T.Kinds.Contains(layer.Kind)), layer => layer.Name);
        return (T)_views.GetOrAdd(layers[name].Name, Create<T>);
    }

    private T Create<T>(string name)
        where T : class, ILayerView<T> =>
        T.Create(name, [.. parameters.Where(parameter => parameter.Name.StartsWith(name + ".", StringComparison.Ordinal))]);
}
