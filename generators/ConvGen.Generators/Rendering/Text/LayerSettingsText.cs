namespace ConvGen.Generators.Rendering.Text;

/// <summary>The settings of a layer in the network's summary. Together with the sizes they are enough to compute the layer by its
/// formula.</summary>
internal static class LayerSettingsText
{
    /// <summary>A C# object initialiser with the settings that differ from their defaults; empty if there are none.</summary>
    public static string Of(ShapedLayer layer) => layer switch
    {
        ShapedConv conv => Window(
            conv.KernelHeight, conv.KernelWidth,
            [
                ("StrideY", conv.StrideY, 1), ("StrideX", conv.StrideX, 1),
                ("DilationY", conv.DilationY, 1), ("DilationX", conv.DilationX, 1), .. Pads(conv.Padding),
            ]),
        ShapedPool pool => Window(
            pool.WindowHeight, pool.WindowWidth,
            [
                ("StrideY", pool.Window.StrideY, 1), ("StrideX", pool.Window.StrideX, 1),
                ("DilationY", pool.Window.Dilation, 1), ("DilationX", pool.Window.Dilation, 1), .. Pads(pool.Window.Padding),
            ],
            pool is ShapedAveragePool { CountPadding: false } ? ["CountPadding = false"] : []),
        ShapedActivation { Activation: { Function: ActivationFunction.Clip } clip } =>
            $" {{ Min = {clip.MinText}f, Max = {clip.MaxText}f }}",
        ShapedElementwise { Factor: { } factor } => $" {{ Factor = {factor} }}",
        ShapedDense or ShapedElementwise or ShapedSum => "",
        _ => throw Unreachable.Kind(layer),
    };

    private static IEnumerable<(string Name, int Value, int Usual)> Pads(Padding padding) =>
    [
        ("PadTop", padding.Top, 0), ("PadLeft", padding.Left, 0),
        ("PadBottom", padding.Bottom, 0), ("PadRight", padding.Right, 0),
    ];

    private static string Window(
        int height, int width, IEnumerable<(string Name, int Value, int Usual)> settings, params string[] more)
    {
        string[] given = settings
            .Where(setting => setting.Value != setting.Usual)
            .Select(setting => $"{setting.Name} = {setting.Value}")
            .Concat(more)
            .ToArray();
        string rest = given.Length == 0 ? "" : $" {{ {string.Join(", ", given)} }}";
        return $" {{ Window = new({height}, {width}){rest} }}";
    }
}
