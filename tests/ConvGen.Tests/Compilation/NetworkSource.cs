using System.Globalization;
using System.Text;

namespace ConvGen.Tests.Compilation;

/// <summary>Writes a specification as a user would declare it.</summary>
internal static class NetworkSource
{
    /// <summary>The attributes and the class of one network, without namespace or usings.</summary>
    public static string Declare(NetworkSpec spec)
    {
        StringBuilder text = new();
        ImageShape input = spec.Input;
        text.Append("/// <summary>A network of the tests.</summary>\n");
        text.Append(spec.IsFlat
            ? $"[Network({input.Length})]\n"
            : $"[Network({input.Channels}, {input.Height}, {input.Width})]\n");
        foreach (LayerSpec layer in spec.Layers)
        {
            text.Append($"[{Attribute(layer)}]\n");
        }

        text.Append(spec.Loss == Loss.None ? "" : $"[{spec.Loss}]\n");
        text.Append($"public sealed partial class {spec.Name};\n");
        return text.ToString();
    }

    /// <summary>What stands between the brackets of a layer's attribute.</summary>
    public static string Attribute(LayerSpec layer) => layer switch
    {
        ConvSpec conv => Call("Conv", [conv.Filters, .. Size(conv.KernelHeight, conv.KernelWidth)],
            [
                .. Each("Stride", conv.Stride), .. Each("Dilation", conv.Dilation),
                .. conv.Groups == 1 ? [] : (string[])[$"Groups = {conv.Groups}"],
                .. conv.Same ? ["Same = true"] : Pad(conv.Pad), .. Bias(conv.Bias),
            ]),
        DepthwiseConvSpec conv => Call("DepthwiseConv", Size(conv.KernelHeight, conv.KernelWidth),
            [
                .. Each("Stride", conv.Stride), .. Each("Dilation", conv.Dilation),
                .. conv.Same ? ["Same = true"] : Pad(conv.Pad), .. Bias(conv.Bias),
            ]),
        MaxPoolSpec pool => Pool("MaxPool", pool, [.. pool.Dilation == 1 ? (string[])[] : [$"Dilation = {pool.Dilation}"]]),
        AveragePoolSpec pool => Pool("AveragePool", pool, [.. pool.CountPadding ? (string[])[] : ["CountPadding = false"]]),
        L2PoolSpec pool => Pool("L2Pool", pool, []),
        GlobalAveragePoolSpec => "GlobalAveragePool",
        GlobalMaxPoolSpec => "GlobalMaxPool",
        DenseSpec dense => Call("Dense", [dense.Units], Bias(dense.Bias)),
        ActivationSpec { Function: Activation.LeakyReLU } leaky =>
            string.Create(CultureInfo.InvariantCulture, $"LeakyReLU({leaky.Slope})"),
        ActivationSpec { Function: Activation.Clip } clip => string.Create(CultureInfo.InvariantCulture, $"Clip({clip.Min}, {clip.Max})"),
        ActivationSpec activation => $"{activation.Function}",
        DropoutSpec dropout => string.Create(
            CultureInfo.InvariantCulture, $"Dropout({dropout.Rate}{(dropout.Inverted ? "" : ", Inverted = false")})"),
        OwnLayerSpec own => own.Attribute,
        _ => throw new ArgumentException($"No attribute for {layer}.", nameof(layer)),
    };

    private static string Pool(string name, PoolSpec pool, string[] more) => Call(
        name,
        Size(pool.WindowHeight, pool.WindowWidth),
        [
            .. pool.Stride == new Steps(pool.WindowHeight, pool.WindowWidth) ? [] : Each("Stride", pool.Stride, unlessOne: false),
            .. Pad(pool.Pad),
            .. pool.CeilMode ? ["CeilMode = true"] : (string[])[],
            .. more,
        ]);

    private static string Call(string name, IReadOnlyList<int> sizes, IReadOnlyList<string> options) =>
        $"{name}({string.Join(", ", [.. sizes.Select(size => $"{size}"), .. options])})";

    private static int[] Size(int height, int width) => height == width ? [height] : [height, width];

    private static string[] Each(string argument, Steps steps, bool unlessOne = true) => steps switch
    {
        (1, 1) when unlessOne => [],
        var (y, x) when y == x => [$"{argument} = {y}"],
        var (y, x) => [$"{argument}Y = {y}", $"{argument}X = {x}"],
    };

    private static string[] Pad(Sides pad)
    {
        if (pad == pad.Top)
        {
            return pad == 0 ? [] : [$"Pad = {pad.Top}"];
        }

        (string Side, int Pixels)[] sides =
            [("Top", pad.Top), ("Left", pad.Left), ("Bottom", pad.Bottom), ("Right", pad.Right)];
        return [.. sides.Where(side => side.Pixels > 0).Select(side => $"Pad{side.Side} = {side.Pixels}")];
    }

    private static string[] Bias(bool bias) => bias ? [] : ["Bias = false"];
}
