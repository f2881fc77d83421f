using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Inference;

/// <summary>Gives the inference of one layer access to the layers before it, and reports its problems.</summary>
internal sealed class LayerContext
{
    private readonly LayerDeclaration _layer;
    private readonly ValueScope _scope;
    private readonly ProblemList _problems;

    public LayerContext(LayerDeclaration layer, string name, ValueScope scope, ProblemList problems)
    {
        _layer = layer;
        _scope = scope;
        _problems = problems;
        Name = name;
    }

    public string Name { get; }

    /// <summary>The value that the layer reads.</summary>
    public int Current => _scope.Current;

    /// <summary>The values of a layer that reads only the current one.</summary>
    public EquatableArray<int> Inputs => [Current];

    /// <summary>The shape of the current value.</summary>
    public Shape Input => ShapeOf(Current);

    public Shape ShapeOf(int value) => _scope.ShapeOf(value);

    /// <summary>What messages call a value: the name of its layer, or "the input".</summary>
    public string Describe(int value) => _scope.Describe(value);

    /// <summary>Ends the innermost residual block: returns the output of its layers, and the value that is added to it.</summary>
    public (int Main, int Added, bool HasShortcut) EndBlock() => _scope.EndBlock();

    /// <summary>Finds the value of a name; null after reporting that no earlier layer has it.</summary>
    /// <param name="name">The name that the attribute gives.</param>
    /// <param name="argument">The argument that gives it.</param>
    /// <param name="element">The index of the name in the argument, if that is a list.</param>
    public int? Resolve(string name, EquatableArray<string> argument, int element = 0)
    {
        if (_scope.Find(name) is { } value)
        {
            return value;
        }

        if (_scope.IsLayer(name))
        {
            ReportElement(GraphRules.ValueComesLater, argument, element, _layer.Kind, name);
        }
        else
        {
            ReportElement(GraphRules.UnknownValue, argument, element, _layer.Kind, name, _scope.DescribeNames(name));
        }

        return null;
    }

    /// <summary>Reports a problem at an element of an argument that is a list.</summary>
    public void ReportElement(DiagnosticDescriptor rule, EquatableArray<string> argument, int element, params string[] words) =>
        _problems.Add(rule, new Site.Argument(_layer.AttributeIndex, argument) { Element = element }, words);

    /// <summary>Reports a problem at the first of <paramref name="arguments"/> that appears in the source, or else at the
    /// attribute.</summary>
    public void Report(DiagnosticDescriptor rule, EquatableArray<string> arguments, params string[] words) =>
        Report(rule, arguments, remedy: null, words);

    /// <summary>Reports a problem with a suggested value for the argument.</summary>
    public void Report(DiagnosticDescriptor rule, EquatableArray<string> arguments, int? remedy, params string[] words) =>
        _problems.Add(rule, new Site.Argument(_layer.AttributeIndex, arguments), remedy, words);

    /// <summary>Reports a problem at the attribute, with a text that a code fix inserts; null if there is none.</summary>
    public void ReportWithText(DiagnosticDescriptor rule, string? remedy, params string[] words) =>
        _problems.Add(rule, new Site.Attribute(_layer.AttributeIndex), remedy, words);

    /// <summary>Reports a problem and returns false if the input has no rows and columns.</summary>
    public bool RequireImage()
    {
        if (!Input.IsFlat)
        {
            return true;
        }

        ShapedLayer? flattening = LayersBefore().LastOrDefault(layer => !layer.Input.IsFlat || layer is ShapedDense);
        Report(
            Rules.ImageExpected, [], Name, $"{Input.Length}",
            flattening is null ? "from [Network(length)]" : $"from {flattening.Name}");
        return false;
    }

    /// <summary>Reports a problem and returns false if the input is not an image of one row.</summary>
    public bool RequireSignal()
    {
        if (!RequireImage())
        {
            return false;
        }

        if (Input.Height == 1)
        {
            return true;
        }

        string other = _layer.Kind.Substring(0, _layer.Kind.Length - "1D".Length);
        Report(Rules.SignalExpected, [], Name, $"{Input}", $"{Input.Height}", other);
        return false;
    }

    /// <summary>Reports a kernel or window that does not fit, with the largest size that would and the image sizes of the layers
    /// before.</summary>
    public void ReportTooLarge(string window, Padding padding, EquatableArray<string> arguments, int largest)
    {
        string padded = padding == Padding.None
            ? ""
            : $" ({Input.Height + padding.Top + padding.Bottom}x{Input.Width + padding.Left + padding.Right} with its padding)";
        Report(
            Rules.WindowTooLarge, arguments, largest, window, $"{Input.Height}x{Input.Width}", Name, padded, DescribeHistory());
    }

    /// <summary>The layers that lead from the input of the network to the current value, by the first value that each reads.</summary>
    private List<ShapedLayer> LayersBefore()
    {
        List<ShapedLayer> path = [];
        for (int value = Current; value > 0; value = path[path.Count - 1].Inputs[0])
        {
            path.Add(_scope.Layers[value - 1]);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Lists the image sizes: <c>the image sizes so far are 28 -> 24 -> 12</c>, or <c>9x12 -> 4x6</c> for images that are not
    /// square.</summary>
    private string DescribeHistory()
    {
        List<Shape> images =
            [ShapeOf(0), .. LayersBefore().Where(layer => layer is not ShapedElementwise or ShapedDropout).Select(layer => layer.Output)];
        bool square = images.All(image => image.Height == image.Width);
        return images.Count == 1
            ? "this is the input of the network"
            : "the image sizes so far are " + string.Join(
                " -> ", images.Select(image => square ? $"{image.Height}" : $"{image.Height}x{image.Width}"));
    }
}
