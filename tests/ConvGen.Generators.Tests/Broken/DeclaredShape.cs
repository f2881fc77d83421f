namespace ConvGen.Generators.Tests.Broken;

/// <summary>The input shape of a layer. A vector has one row and one column.</summary>
internal sealed record DeclaredShape(int Channels, int Height, int Width, bool IsFlat)
{
    public int Length => Channels * Height * Width;

    /// <summary>The output shape of a layer, or null if the layer does not fit.</summary>
    public DeclaredShape? After(DeclaredAttribute layer)
    {
        if (layer.Kind is "Dense")
        {
            return new(int.Parse(layer.Sizes[0], System.Globalization.CultureInfo.InvariantCulture), 1, 1, IsFlat: true);
        }

        if (layer.Kind.StartsWith("Global", StringComparison.Ordinal))
        {
            return IsFlat ? null : this with { Height = 1, Width = 1 };
        }

        if (!layer.IsConvolution && !layer.IsPool)
        {
            return this;
        }

        (int height, int width) = layer.Window;
        int channels = layer.Kind is "Conv"
            ? int.Parse(layer.Sizes[0], System.Globalization.CultureInfo.InvariantCulture)
            : Channels;
        DeclaredShape after = new(channels, Count(layer, Height, height), Count(layer, Width, width), IsFlat: false);
        return IsFlat || after.Height < 1 || after.Width < 1 ? null : after;
    }

    private static int Count(DeclaredAttribute layer, int size, int window)
    {
        int stride = layer.Property("Stride", layer.IsPool ? window : 1);
        int extent = layer.Property("Dilation", 1) * (window - 1) + 1;
        int padded = size + 2 * layer.Property("Pad", 0);
        return layer.Has("Same") ? (size + stride - 1) / stride : padded < extent ? 0 : (padded - extent) / stride + 1;
    }
}
