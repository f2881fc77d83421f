namespace ConvGen.Generators.Inference;

/// <summary>Infers the shapes of layers that move values.</summary>
internal static class RearrangementInference
{
    public static ShapedLayer? Infer(RearrangementDeclaration layer, LayerContext context) => layer switch
    {
        SliceDeclaration slice => InferSlice(slice, context),
        ChannelShuffleDeclaration shuffle => InferChannelShuffle(shuffle, context),
        PixelShuffleDeclaration shuffle => InferPixelShuffle(shuffle, context),
        PadDeclaration pad => InferPad(pad, context),
        UpsampleDeclaration upsample => InferUpsample(upsample, context),
        _ => throw Unreachable.Kind(layer),
    };

    private static ShapedSlice? InferSlice(SliceDeclaration slice, LayerContext context)
    {
        Shape input = context.Input;
        string noun = input.IsFlat ? "value" : "channel";
        bool startsInside = slice.First < input.Channels;
        if (slice.First > input.Channels - slice.Count)
        {
            int most = startsInside ? input.Channels - slice.First : input.Channels - 1;
            context.Report(
                RearrangementRules.SliceOutside, [startsInside ? "count" : "first"], most, context.Name,
                slice.Count == 1 ? $"1 {noun}" : $"{slice.Count} {noun}s", $"{noun} {slice.First}", $"{input.Channels}");
            return null;
        }

        return new ShapedSlice
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = input with { Channels = slice.Count },
            First = slice.First,
        };
    }

    private static ShapedChannelShuffle? InferChannelShuffle(ChannelShuffleDeclaration shuffle, LayerContext context)
    {
        Shape input = context.Input;
        if (!context.RequireImage())
        {
            return null;
        }

        if (input.Channels % shuffle.Groups != 0)
        {
            int most = Math.Min(shuffle.Groups, input.Channels);
            while (input.Channels % most != 0)
            {
                most--;
            }

            context.Report(
                Rules.GroupsOfChannels, ["groups"], most, $"{shuffle.Groups}", context.Name, $"{input.Channels}");
            return null;
        }

        return new ShapedChannelShuffle
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = input,
            Groups = shuffle.Groups,
        };
    }

    private static ShapedPixelShuffle? InferPixelShuffle(PixelShuffleDeclaration shuffle, LayerContext context)
    {
        Shape input = context.Input;
        long pixels = (long)shuffle.Factor * shuffle.Factor;
        if (!context.RequireImage())
        {
            return null;
        }

        if (input.Channels % pixels != 0)
        {
            int most = Math.Min(shuffle.Factor, input.Channels);
            while (input.Channels % ((long)most * most) != 0)
            {
                most--;
            }

            context.Report(
                RearrangementRules.ShuffledPixels, ["factor"], most, $"{input.Channels}", context.Name, $"{shuffle.Factor}", $"{pixels}");
            return null;
        }

        return !AcceptFactor(shuffle, "factor", shuffle.Factor, Math.Max(input.Height, input.Width), context) ? null : new()
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = new Shape(
                (int)(input.Channels / pixels), input.Height * shuffle.Factor, input.Width * shuffle.Factor, IsFlat: false),
            Factor = shuffle.Factor,
        };
    }

    private static ShapedPad? InferPad(PadDeclaration pad, LayerContext context)
    {
        Shape input = context.Input;
        return !context.RequireImage() || !AcceptReflection(pad, context) ? null : new()
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = input with
            {
                Height = pad.Padding.Top + input.Height + pad.Padding.Bottom,
                Width = pad.Padding.Left + input.Width + pad.Padding.Right,
            },
            Padding = pad.Padding,
            Mode = pad.Mode,
        };
    }

    private static ShapedUpsample? InferUpsample(UpsampleDeclaration upsample, LayerContext context)
    {
        Shape input = context.Input;
        bool isValid = context.RequireImage()
            && AcceptFactor(upsample, "factorY", upsample.FactorY, input.Height, context)
            && AcceptFactor(upsample, "factorX", upsample.FactorX, input.Width, context);
        return !isValid ? null : new()
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = input,
            Output = input with { Height = input.Height * upsample.FactorY, Width = input.Width * upsample.FactorX },
            FactorY = upsample.FactorY,
            FactorX = upsample.FactorX,
            Mode = upsample.Mode,
        };
    }

    /// <summary>Checks that the enlarged image has at most as many rows or columns as an argument may state.</summary>
    private static bool AcceptFactor(RearrangementDeclaration layer, string argument, int factor, int size, LayerContext context)
    {
        int most = Limits.Argument / size;
        if (factor <= most)
        {
            return true;
        }

        context.Report(
            Rules.TooLarge, [argument, "factor"], most, "factor", layer.Kind, Numbers.Grouped(factor), Numbers.Grouped(most));
        return false;
    }

    /// <summary>Checks PyTorch's rule that a reflection adds fewer rows and columns than the image has.</summary>
    private static bool AcceptReflection(PadDeclaration pad, LayerContext context)
    {
        if (pad.Mode != PadMode.Reflection)
        {
            return true;
        }

        Shape input = context.Input;
        (string Argument, string Lines, int Count, int Size)[] sides =
        [
            ("Top", "rows", pad.Padding.Top, input.Height),
            ("Left", "columns", pad.Padding.Left, input.Width),
            ("Bottom", "rows", pad.Padding.Bottom, input.Height),
            ("Right", "columns", pad.Padding.Right, input.Width),
        ];
        foreach ((string argument, string lines, int count, int size) in sides)
        {
            if (count >= size)
            {
                context.Report(
                    RearrangementRules.ReflectionTooLarge, [argument, "all"], size - 1, $"{count}", lines, argument.ToLowerInvariant(),
                    context.Name, $"{input.Height}x{input.Width}", $"{size - 1}");
                return false;
            }
        }

        return true;
    }
}
