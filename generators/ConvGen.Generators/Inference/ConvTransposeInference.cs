namespace ConvGen.Generators.Inference;

/// <summary>Infers the shapes of a transposed convolution.</summary>
internal static class ConvTransposeInference
{
    /// <summary>Returns null after reporting a problem.</summary>
    public static ShapedConvTranspose? Infer(ConvTransposeDeclaration conv, LayerContext context)
    {
        if (!context.RequireImage())
        {
            return null;
        }

        Shape input = context.Input;
        Padding padding = conv.Padding;
        long height = FullSize(input.Height, conv.KernelHeight, conv.StrideY, conv.OutputPaddingY);
        long width = FullSize(input.Width, conv.KernelWidth, conv.StrideX, conv.OutputPaddingX);

        // The stride does not enlarge an image of one row.
        EquatableArray<string> rowSizes = input.Height > 1 ? ["StrideY", "Stride", "kernelHeight", "kernel"] : ["kernelHeight", "kernel"];
        EquatableArray<string> columnSizes = input.Width > 1 ? ["StrideX", "Stride", "kernelWidth", "kernel"] : ["kernelWidth", "kernel"];
        return Accept("rows", height, padding.Top + padding.Bottom, ["PadTop", "PadBottom", "Pad"], rowSizes)
            && Accept("columns", width, padding.Left + padding.Right, ["PadLeft", "PadRight", "Pad"], columnSizes)
            ? new ShapedConvTranspose
            {
                Name = context.Name,
                Inputs = context.Inputs,
                Input = input,
                Output = new Shape(
                    conv.Filters, (int)height - padding.Top - padding.Bottom, (int)width - padding.Left - padding.Right, IsFlat: false),
                KernelHeight = conv.KernelHeight,
                KernelWidth = conv.KernelWidth,
                StrideY = conv.StrideY,
                StrideX = conv.StrideX,
                Padding = padding,
                Bias = conv.Bias,
            }
            : null;

        bool Accept(string lines, long full, int removed, EquatableArray<string> paddings, EquatableArray<string> sizes)
        {
            if (full <= removed)
            {
                context.Report(
                    Rules.PaddingRemovesOutput, paddings, context.Name, $"{removed}", lines, Numbers.Grouped(full));
                return false;
            }

            if (full - removed > Limits.Argument)
            {
                context.Report(
                    Rules.TooLarge, sizes, $"number of {lines} of the output", conv.Kind, Numbers.Grouped(full - removed),
                    Numbers.Grouped(Limits.Argument));
                return false;
            }

            return true;
        }
    }

    /// <summary>The rows or columns of the output before the padding removes some.</summary>
    private static long FullSize(int size, int kernel, int stride, int outputPadding) =>
        (long)(size - 1) * stride + kernel + outputPadding;
}
