namespace ConvGen.Generators.Inference;

/// <summary>Infers the shapes of a layer. Each kind has a function, which returns null after reporting a problem.</summary>
internal static class LayerInference
{
    public static ShapedLayer? Infer(LayerDeclaration layer, LayerContext context) => layer switch
    {
        ConvDeclaration conv => InferConv(conv, context),
        ConvTransposeDeclaration conv => ConvTransposeInference.Infer(conv, context),
        PoolDeclaration pool => InferPool(pool, context),
        GlobalAveragePoolDeclaration => InferGlobalAveragePool(context),
        GlobalMaxPoolDeclaration => InferGlobalMaxPool(context),
        DenseDeclaration dense => InferDense(dense, context),
        ElementwiseDeclaration elementwise => ElementwiseInference.Infer(elementwise, context),
        RearrangementDeclaration rearrangement => RearrangementInference.Infer(rearrangement, context),
        MergeDeclaration merge => MergeInference.Infer(merge, context),
        _ => throw Unreachable.Kind(layer),
    };

    private static ShapedConv? InferConv(ConvDeclaration conv, LayerContext context)
    {
        if (!(conv.IsOneDimensional ? context.RequireSignal() : context.RequireImage()) || !AcceptGroups(conv, context))
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
                height < 1 ? ["kernelHeight", "kernel"] : ["kernelWidth", "kernel"],
                Largest(
                    conv.KernelHeight, Windows.Taps(input.Height + padding.Top + padding.Bottom, conv.DilationY),
                    conv.KernelWidth, Windows.Taps(input.Width + padding.Left + padding.Right, conv.DilationX),
                    isRows: height < 1));
            return null;
        }

        return new ShapedConv
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = new Shape(conv.IsDepthwise ? input.Channels : conv.Filters, height, width, IsFlat: false),
            IsDeclaredDepthwise = conv.IsDepthwise,
            IsOneDimensional = conv.IsOneDimensional,
            KernelHeight = conv.KernelHeight,
            KernelWidth = conv.KernelWidth,
            StrideY = conv.StrideY,
            StrideX = conv.StrideX,
            DilationY = conv.DilationY,
            DilationX = conv.DilationX,
            Groups = conv.IsDepthwise ? input.Channels : conv.Groups,
            Padding = padding,
            Bias = conv.Bias,
        };
    }

    private static ShapedPool? InferPool(PoolDeclaration pool, LayerContext context)
    {
        PoolWindow window = pool.Window;
        if (!(pool.IsOneDimensional ? context.RequireSignal() : context.RequireImage()) || !AcceptPadding(window, context))
        {
            return null;
        }

        Shape input = context.Input;
        Padding padding = window.Padding;
        int extentHeight = Windows.Extent(window.Height, window.Dilation);
        int extentWidth = Windows.Extent(window.Width, window.Dilation);
        int height = Windows.PoolCount(
            input.Height, padding.Top, padding.Bottom, extentHeight, window.StrideY, pool.CeilMode);
        int width = Windows.PoolCount(
            input.Width, padding.Left, padding.Right, extentWidth, window.StrideX, pool.CeilMode);
        if (height < 1 || width < 1)
        {
            string size = $"{window.Height}x{window.Width} window";
            context.ReportTooLarge(
                window.Dilation == 1 ? size : $"{size}, dilated to {extentHeight}x{extentWidth},", padding,
                height < 1 ? ["height", "window"] : ["width", "window"],
                Largest(
                    window.Height, Windows.Taps(input.Height + padding.Top + padding.Bottom, window.Dilation),
                    window.Width, Windows.Taps(input.Width + padding.Left + padding.Right, window.Dilation),
                    isRows: height < 1));
            return null;
        }

        ShapedPool shaped = ShapePool(pool, context, new Shape(input.Channels, height, width, IsFlat: false));
        return AcceptDilation(shaped, context) ? shaped : null;
    }

    private static ShapedPool ShapePool(PoolDeclaration pool, LayerContext context, Shape output) => pool switch
    {
        MaxPoolDeclaration => new ShapedMaxPool
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = output,
            Window = pool.Window,
            IsOneDimensional = pool.IsOneDimensional,
        },
        AveragePoolDeclaration average => new ShapedAveragePool
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = output,
            Window = pool.Window,
            IsOneDimensional = pool.IsOneDimensional,
            CountPadding = average.CountPadding,
        },
        L2PoolDeclaration => new ShapedL2Pool
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = output,
            Window = pool.Window,
        },
        _ => throw Unreachable.Kind(pool),
    };

    private static ShapedAveragePool? InferGlobalAveragePool(LayerContext context) => !context.RequireImage() ? null : new()
    {
        Name = context.Name,
        Inputs = context.Inputs,
        Input = context.Input,
        Output = new Shape(context.Input.Channels, 1, 1, IsFlat: false),
        Window = WholeImage(context.Input),
        IsGlobal = true,
        CountPadding = true,
    };

    private static ShapedMaxPool? InferGlobalMaxPool(LayerContext context) => !context.RequireImage() ? null : new()
    {
        Name = context.Name,
        Inputs = context.Inputs,
        Input = context.Input,
        Output = new Shape(context.Input.Channels, 1, 1, IsFlat: false),
        Window = WholeImage(context.Input),
        IsGlobal = true,
    };

    private static PoolWindow WholeImage(Shape image) =>
        new(image.Height, image.Width, image.Height, image.Width, Dilation: 1, Padding.None);

    private static ShapedDense InferDense(DenseDeclaration dense, LayerContext context) => new()
    {
        Name = context.Name,
        Inputs = context.Inputs,
        Input = context.Input,
        Output = Shape.Flat(dense.Units),
        Bias = dense.Bias,
    };

    /// <summary>The largest number of rows or columns that fits; the smaller of both if the window is square, because one argument may
    /// set both.</summary>
    private static int Largest(int height, int mostRows, int width, int mostColumns, bool isRows) =>
        height == width ? Math.Min(mostRows, mostColumns) : isRows ? mostRows : mostColumns;

    /// <summary>Checks PyTorch's rule that all groups have the same number of channels and of filters.</summary>
    private static bool AcceptGroups(ConvDeclaration conv, LayerContext context)
    {
        int channels = context.Input.Channels;
        if (channels % conv.Groups != 0)
        {
            int most = conv.Groups;
            while (channels % most != 0 || conv.Filters % most != 0)
            {
                most--;
            }

            context.Report(Rules.GroupsOfChannels, ["Groups"], most, $"{conv.Groups}", context.Name, $"{channels}");
            return false;
        }

        if (conv.Filters % conv.Groups != 0)
        {
            int next = (conv.Filters / conv.Groups + 1) * conv.Groups;
            context.Report(
                Rules.GroupsOfFilters, ["filters"], next, $"{conv.Filters}", context.Name, $"{conv.Groups}");
            return false;
        }

        return true;
    }

    /// <summary>Checks PyTorch's rule that the padding is at most half the window. Otherwise a window could cover only padding.</summary>
    private static bool AcceptPadding(PoolWindow window, LayerContext context)
    {
        (string Argument, string Lines, string Side, int Count, int Window)[] sides =
        [
            ("PadTop", "rows", "top", window.Padding.Top, window.Height),
            ("PadLeft", "columns", "left", window.Padding.Left, window.Width),
            ("PadBottom", "rows", "bottom", window.Padding.Bottom, window.Height),
            ("PadRight", "columns", "right", window.Padding.Right, window.Width),
        ];
        foreach ((string argument, string lines, string side, int count, int size) in sides)
        {
            if (count > size / 2)
            {
                int? most = window.Height == window.Width ? size / 2 : null;
                context.Report(
                    Rules.PoolPaddingTooLarge, [argument, "Pad"], most, $"{count}", lines, side, context.Name,
                    $"{window.Height}x{window.Width}", $"{size / 2}");
                return false;
            }
        }

        return true;
    }

    /// <summary>Checks that no gap of a dilated window is so wide that it contains the whole image.</summary>
    private static bool AcceptDilation(ShapedPool pool, LayerContext context)
    {
        PoolWindow window = pool.Window;
        bool meetsRows = Windows.AllMeet(
            pool.Input.Height, pool.Output.Height, window.Padding.Top, window.Height, window.StrideY, window.Dilation);
        bool meetsColumns = Windows.AllMeet(
            pool.Input.Width, pool.Output.Width, window.Padding.Left, window.Width, window.StrideX, window.Dilation);
        if (meetsRows && meetsColumns)
        {
            return true;
        }

        context.Report(
            Rules.WindowMissesImage, ["Dilation"], context.Name, $"{window.Dilation}",
            $"{pool.Input.Height}x{pool.Input.Width}");
        return false;
    }
}
