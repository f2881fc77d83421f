namespace ConvGen;

/// <summary>An attribute that declares a layer. Each layer reads the output of the layer before it, unless a
/// <see cref="FromAttribute">From</see> or a bracket says otherwise.</summary>
public abstract class LayerAttribute : Attribute
{
    /// <summary>The layer's name, a C# identifier. Default: the kind and the layer's number among the layers of that kind:
    /// <c>Conv1</c>, <c>Conv2</c>, <c>ReLU1</c>. <see cref="FromAttribute">From</see>, <see cref="AddAttribute">Add</see> and
    /// <see cref="ConcatAttribute">Concat</see> refer to the output of a layer by its name.</summary>
    public string? Name { get; set; }
}
