using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Inference;

/// <summary>Gives the inference of one layer access to the layers before it, and reports its problems.</summary>
internal sealed class LayerContext
{
    private readonly LayerDeclaration _layer;
    private readonly IReadOnlyList<ShapedLayer> _before;
    private readonly Shape _networkInput;
    private readonly ProblemList _problems;

    public LayerContext(
        LayerDeclaration layer, string name, Shape networkInput, IReadOnlyList<ShapedLayer> before, ProblemList problems)
    {
        _layer = layer;
        _before = before;
        _networkInput = networkInput;
        _problems = problems;
        Name = name;
    }

    public string Name { get; }

    /// <summary>The value that the layer reads: the output of the previous layer, or the input of the network.</summary>
    public EquatableArray<int> Inputs => [_before.Count];

    /// <summary>The shape of that value.</summary>
    public Shape Input => _before.Count == 0 ? _networkInput : _before[_before.Count - 1].Output;

    /// <summary>Reports a problem at the first of <paramref name="arguments"/> that appears in the source, or else at the
    /// attribute.</summary>
    public void Report(DiagnosticDescriptor rule, EquatableArray<string> arguments, params string[] words) =>
        Report(rule, arguments, remedy: null, words);

    /// <summary>Reports a problem with a suggested value for the argument.</summary>
    public void Report(DiagnosticDescriptor rule, EquatableArray<string> arguments, int? remedy, params string[] words) =>
        _problems.Add(rule, new Site.Argument(_layer.AttributeIndex, arguments), remedy, words);

    /// <summary>Reports a problem and returns false if the input has no rows and columns.</summary>
    public bool RequireImage()
    {
        if (!Input.IsFlat)
        {
            return true;
        }

        ShapedLayer? flattening = _before.LastOrDefault(layer => !layer.Input.IsFlat || layer is ShapedDense);
        Report(
            Rules.ImageExpected, [], Name, $"{Input.Length}",
            flattening is null ? "from [Network(length)]" : $"from {flattening.Name}");
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

    /// <summary>Lists the image sizes: <c>the image sizes so far are 28 -> 24 -> 12</c>, or <c>9x12 -> 4x6</c> for images that are not
    /// square.</summary>
    private string DescribeHistory()
    {
        List<Shape> images =
            [_networkInput, .. _before.Where(layer => layer is not ShapedElementwise or ShapedDropout).Select(layer => layer.Output)];
        bool square = images.All(image => image.Height == image.Width);
        return images.Count == 1
            ? "this is the input of the network"
            : "the image sizes so far are " + string.Join(
                " -> ", images.Select(image => square ? $"{image.Height}" : $"{image.Height}x{image.Width}"));
    }
}
