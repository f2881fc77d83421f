using System.Globalization;

namespace ConvGen.Onnx.Import;

/// <summary>Writes a window as arguments of an attribute, without default values.</summary>
internal static class WindowArguments
{
    /// <summary>Returns the arguments of a convolution.</summary>
    public static IEnumerable<string> OfConv(LayerWindow window) =>
    [
        Size(window), .. Pair("Stride", window.StrideY, window.StrideX, 1, 1), .. Pads(window),
        .. Pair("Dilation", window.DilationY, window.DilationX, 1, 1),
    ];

    /// <summary>Returns the arguments of a transposed convolution.</summary>
    public static IEnumerable<string> OfConvTranspose(LayerWindow window, (int Y, int X) outputPadding) =>
        [.. OfConv(window), .. Pair("OutputPadding", outputPadding.Y, outputPadding.X, 0, 0)];

    /// <summary>Returns the arguments of a pooling, whose default stride is its window.</summary>
    public static IEnumerable<string> OfPool(LayerWindow window, bool ceil) =>
    [
        Size(window), .. Pair("Stride", window.StrideY, window.StrideX, window.Height, window.Width), .. Pads(window),
        .. Pair("Dilation", window.DilationY, window.DilationX, 1, 1), .. ceil ? (string[])["CeilMode = true"] : [],
    ];

    private static string Size(LayerWindow window) => window.Height == window.Width
        ? Text(window.Height)
        : $"{Text(window.Height)}, {Text(window.Width)}";

    private static string[] Pair(string name, int y, int x, int usualY, int usualX) =>
        (y, x) == (usualY, usualX) ? [] : y == x ? [$"{name} = {Text(y)}"] : [$"{name}Y = {Text(y)}", $"{name}X = {Text(x)}"];

    private static string[] Pads(LayerWindow window)
    {
        (string Name, int Amount)[] sides =
        [
            ("PadTop", window.PadTop), ("PadLeft", window.PadLeft), ("PadBottom", window.PadBottom), ("PadRight", window.PadRight),
        ];
        bool areEqual = sides.All(side => side.Amount == window.PadTop);
        return areEqual
            ? window.PadTop == 0 ? [] : [$"Pad = {Text(window.PadTop)}"]
            : [.. sides.Where(side => side.Amount != 0).Select(side => $"{side.Name} = {Text(side.Amount)}")];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
