namespace ConvGen.Generators.Inference;

/// <summary>The values that exist at a place of the declaration: the current one, which the next layer reads, those with names, and those
/// at the open residual blocks.</summary>
/// <remarks>A value is an index: 0 is the input of the network, i + 1 the output of layer i.</remarks>
internal sealed class ValueScope
{
    /// <summary>The name of the network's input, unless a layer is called so.</summary>
    public const string InputName = "Input";

    private readonly Shape _input;
    private readonly HashSet<string> _names;
    private readonly List<ShapedLayer> _layers = [];
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly Stack<(int Entry, int? Main)> _blocks = new();
    private readonly List<NetworkOutput> _outputs = [];

    /// <param name="input">The shape of the network's input.</param>
    /// <param name="layers">The names of all layers.</param>
    public ValueScope(Shape input, IEnumerable<string> layers)
    {
        _input = input;
        _names = new HashSet<string>(layers, StringComparer.Ordinal);

        // A name has one meaning in the whole declaration, also before the layer that has it.
        if (!_names.Contains(InputName))
        {
            _values[InputName] = 0;
        }
    }

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<ShapedLayer> Layers => _layers;

    /// <summary>The declared outputs so far.</summary>
    public IReadOnlyList<NetworkOutput> Outputs => _outputs;

    /// <summary>The value that the next layer reads.</summary>
    public int Current { get; private set; }

    public Shape ShapeOf(int value) => value == 0 ? _input : _layers[value - 1].Output;

    /// <summary>What messages call a value: the name of its layer, or "the input".</summary>
    public string Describe(int value) => value == 0 ? "the input" : _layers[value - 1].Name;

    /// <summary>Finds the value of a name; null if there is none yet.</summary>
    public int? Find(string name) => _values.TryGetValue(name, out int value) ? value : null;

    /// <summary>Whether a layer has this name, computed or not.</summary>
    public bool IsLayer(string name) => _names.Contains(name);

    /// <summary>The names that can be read here instead of a wrong one, for messages.</summary>
    public string DescribeNames(string wrong)
    {
        const int Most = 8;
        if (_values.Keys.FirstOrDefault(name => string.Equals(name, wrong, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            return $"did you mean {meant}?";
        }

        string[] known = [.. _layers.Select(layer => layer.Name).Reverse().Take(Most)];
        string more = _layers.Count > Most ? ", ..." : "";
        return known.Length > 0 ? $"the last layers before it are {string.Join(", ", known)}{more}"
            : _values.Count > 0 ? $"only {InputName}, the input of the network, can be read here"
            : "no layer is before it";
    }

    /// <summary>Adds a layer. Its output becomes the current value.</summary>
    public void Add(ShapedLayer layer)
    {
        _layers.Add(layer);
        _values[layer.Name] = _layers.Count;
        Current = _layers.Count;
    }

    /// <summary>Continues from another value.</summary>
    public void Continue(int value) => Current = value;

    /// <summary>Begins a residual block at the current value.</summary>
    public void BeginBlock() => _blocks.Push((Current, null));

    /// <summary>Begins the shortcut of the innermost block.</summary>
    public void BeginShortcut()
    {
        (int entry, _) = _blocks.Pop();
        _blocks.Push((entry, Current));
        Current = entry;
    }

    /// <summary>Ends the innermost block: returns the output of its layers, and the value that is added to it.</summary>
    public (int Main, int Added, bool HasShortcut) EndBlock()
    {
        (int entry, int? main) = _blocks.Pop();
        return main is { } output ? (output, Current, true) : (Current, entry, false);
    }

    /// <summary>Makes the current value an output.</summary>
    public void AddOutput(string name, int attributeIndex) => _outputs.Add(new NetworkOutput(name, Current, attributeIndex));
}
