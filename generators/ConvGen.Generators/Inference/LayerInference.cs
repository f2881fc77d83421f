using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Frontend;

namespace ConvGen.Generators.Inference;

/// <summary>One function per kind: the layer with its shapes, or null after a problem was reported.</summary>
internal static class LayerInference
{
    public static ShapedLayer? Infer(LayerDeclaration layer, LayerContext context) => layer switch
    {
        ConvDeclaration conv => InferConv(conv, context),
        MaxPoolDeclaration pool => InferMaxPool(pool, context),
        DenseDeclaration dense => InferDense(dense, context),
        ActivationDeclaration activation => InferActivation(activation, context),
        DropoutDeclaration dropout => InferDropout(dropout, context),
        _ => throw Unreachable.Kind(layer),
    };

    private static ShapedConv? InferConv(ConvDeclaration conv, LayerContext context)
    {
        if (!context.RequireImage() || !AcceptGroups(conv, context))
        {
            return null;
        }

        Shape input = context.Input;
        Padding padding = conv.Same ? Windows.SamePadding(conv, input) : conv.Padding;
        int extentHeight = Windows.Extent(conv.KernelHeight, conv.DilationY);
        int extentWidth = Windows.Extent(conv.KernelWidth, conv.DilationX);
        int height = Windows.Count(input.Height + padding.Top + padding.Bottom, extentHeight, conv.StrideY);
        int width = Windows.Count(input.Width + padding.Left + padding.Right, extentWidth, conv.StrideX);
        if (height < 1 || width < 1)
        {
            string kernel = $"{conv.KernelHeight}x{conv.KernelWidth} kernel";
            bool isDilated = conv.DilationY > 1 || conv.DilationX > 1;
            context.ReportTooLarge(
                isDilated ? $"{kernel}, dilated to {extentHeight}x{extentWidth}," : kernel, padding,
                height < 1 ? ["kernelHeight", "kernel"] : ["kernelWidth", "kernel"]);
            return null;
        }

        return new ShapedConv
        {
            Name = context.Name,
            Input = input,
            Output = new Shape(conv.Filters, height, width, IsFlat: false),
            KernelHeight = conv.KernelHeight,
            KernelWidth = conv.KernelWidth,
            StrideY = conv.StrideY,
            StrideX = conv.StrideX,
            DilationY = conv.DilationY,
            DilationX = conv.DilationX,
            Groups = conv.Groups,
            Padding = padding,
            Bias = conv.Bias,
        };
    }

    private static ShapedMaxPool? InferMaxPool(MaxPoolDeclaration pool, LayerContext context)
    {
        if (!context.RequireImage() || !AcceptPadding(pool, context))
        {
            return null;
        }

        Shape input = context.Input;
        Padding padding = pool.Padding;
        int height = Windows.PoolCount(
            input.Height, padding.Top, padding.Bottom, pool.WindowHeight, pool.StrideY, pool.CeilMode);
        int width = Windows.PoolCount(
            input.Width, padding.Left, padding.Right, pool.WindowWidth, pool.StrideX, pool.CeilMode);
        if (height < 1 || width < 1)
        {
            context.ReportTooLarge(
                $"{pool.WindowHeight}x{pool.WindowWidth} window", padding,
                height < 1 ? ["height", "window"] : ["width", "window"]);
            return null;
        }

        return new ShapedMaxPool
        {
            Name = context.Name,
            Input = input,
            Output = new Shape(input.Channels, height, width, IsFlat: false),
            WindowHeight = pool.WindowHeight,
            WindowWidth = pool.WindowWidth,
            StrideY = pool.StrideY,
            StrideX = pool.StrideX,
            Padding = padding,
            CeilMode = pool.CeilMode,
        };
    }

    private static ShapedDense InferDense(DenseDeclaration dense, LayerContext context) => new()
    {
        Name = context.Name,
        Input = context.Input,
        Output = Shape.Flat(dense.Units),
        Bias = dense.Bias,
    };

    private static ShapedActivation InferActivation(ActivationDeclaration activation, LayerContext context) => new()
    {
        Name = context.Name,
        Input = context.Input,
        Output = context.Input,
        Activation = activation.Activation,
    };

    private static ShapedDropout InferDropout(DropoutDeclaration dropout, LayerContext context) => new()
    {
        Name = context.Name,
        Input = context.Input,
        Output = context.Input,
        Rate = dropout.Rate,
        Inverted = dropout.Inverted,
    };

    /// <summary>PyTorch's rule: every group has as many channels as the others, and as many filters.</summary>
    private static bool AcceptGroups(ConvDeclaration conv, LayerContext context)
    {
        int channels = context.Input.Channels;
        if (channels % conv.Groups != 0)
        {
            context.Report(Rules.GroupsOfChannels, ["Groups"], $"{conv.Groups}", context.Name, $"{channels}");
            return false;
        }

        if (conv.Filters % conv.Groups != 0)
        {
            context.Report(Rules.GroupsOfFilters, ["filters"], $"{conv.Filters}", context.Name, $"{conv.Groups}");
            return false;
        }

        return true;
    }

    /// <summary>PyTorch's rule: at most half the window, or a window could lie in the padding alone.</summary>
    private static bool AcceptPadding(MaxPoolDeclaration pool, LayerContext context)
    {
        (string Argument, string Lines, string Side, int Count, int Window)[] sides =
        [
            ("PadTop", "rows", "top", pool.Padding.Top, pool.WindowHeight),
            ("PadLeft", "columns", "left", pool.Padding.Left, pool.WindowWidth),
            ("PadBottom", "rows", "bottom", pool.Padding.Bottom, pool.WindowHeight),
            ("PadRight", "columns", "right", pool.Padding.Right, pool.WindowWidth),
        ];
        foreach ((string argument, string lines, string side, int count, int window) in sides)
        {
            if (count > window / 2)
            {
                context.Report(
                    Rules.PoolPaddingTooLarge, [argument, "Pad"], $"{count}", lines, side, context.Name,
                    $"{pool.WindowHeight}x{pool.WindowWidth}", $"{window / 2}");
                return false;
            }
        }

        return true;
    }
}
