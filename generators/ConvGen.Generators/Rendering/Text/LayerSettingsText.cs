namespace ConvGen.Generators.Rendering.Text;

/// <summary>The settings of a layer in the network's summary. Together with the sizes they are enough to compute the layer by its
/// formula.</summary>
internal static class LayerSettingsText
{
    /// <summary>A C# object initialiser with the settings that differ from their defaults; empty if there are none.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="network">Its network.</param>
    /// <param name="place">Its index.</param>
    public static string Of(ShapedLayer layer, ShapedNetwork network, int place)
    {
        string settings = SettingsOf(layer);
        bool readsLayerBefore = layer.Inputs.Count == 1 && layer.Inputs[0] == place;
        if (readsLayerBefore)
        {
            return settings;
        }

        string inputs = $"Inputs = [{string.Join(", ", layer.Inputs.Select(value => $"\"{network.NameOf(value)}\""))}]";
        return settings.Length == 0 ? $" {{ {inputs} }}" : $" {{ {inputs},{settings.Substring(" {".Length)}";
    }

    private static string SettingsOf(ShapedLayer layer) => layer switch
    {
        ShapedConv conv => Window(
            conv.KernelHeight, conv.KernelWidth,
            [
                ("StrideY", conv.StrideY, 1), ("StrideX", conv.StrideX, 1),
                ("DilationY", conv.DilationY, 1), ("DilationX", conv.DilationX, 1), .. Pads(conv.Padding),
            ]),
        ShapedConvTranspose conv => Window(
            conv.KernelHeight, conv.KernelWidth,
            [("StrideY", conv.StrideY, 1), ("StrideX", conv.StrideX, 1), .. Pads(conv.Padding)]),
        ShapedPool pool => Window(
            pool.WindowHeight, pool.WindowWidth,
            [
                ("StrideY", pool.Window.StrideY, 1), ("StrideX", pool.Window.StrideX, 1),
                ("DilationY", pool.Window.Dilation, 1), ("DilationX", pool.Window.Dilation, 1), .. Pads(pool.Window.Padding),
            ],
            pool is ShapedAveragePool { CountPadding: false } ? ["CountPadding = false"] : []),
        ShapedBatchNorm normalization => $" {{ Epsilon = {Numbers.Real(normalization.Epsilon)} }}",
        ShapedSampleNorm normalization => $" {{ Epsilon = {Numbers.Real(normalization.Epsilon)} }}",
        ShapedActivation { Activation: { Function: ActivationFunction.Clip } clip } =>
            $" {{ Min = {clip.MinText}f, Max = {clip.MaxText}f }}",
        ShapedScale scale => $" {{ Factors = [{Floats(scale.Factors)}], Offsets = [{Floats(scale.Offsets)}] }}",
        ShapedElementwise { Factor: { } factor } => $" {{ Factor = {factor} }}",
        ShapedSlice slice => slice.First == 0 ? "" : $" {{ First = {slice.First} }}",
        ShapedChannelShuffle shuffle => shuffle.Groups == 1 ? "" : $" {{ Groups = {shuffle.Groups} }}",
        ShapedPad pad => Window(
            1, 1, Pads(pad.Padding), pad.Mode == PadMode.Zeros ? [] : [$"PadMode = global::ConvGen.PadMode.{pad.Mode}"]),
        ShapedUpsample upsample => upsample.Mode == UpsampleMode.Nearest
            ? ""
            : $" {{ UpsampleMode = global::ConvGen.UpsampleMode.{upsample.Mode} }}",
        ShapedDense or ShapedElementwise or ShapedMerge or ShapedPixelShuffle => "",
        _ => throw Unreachable.Kind(layer),
    };

    private static string Floats(IEnumerable<float> values) => string.Join(", ", values.Select(value => Numbers.Float(value)));

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
