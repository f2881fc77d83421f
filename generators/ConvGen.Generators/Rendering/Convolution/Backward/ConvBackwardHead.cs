namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the head of a convolution's backward file: the definition of a live gradient, and each list and sum with the method that
/// computes it.
/// </summary>
internal static class ConvBackwardHead
{
    /// <summary>The largest window whose offsets are listed individually.</summary>
    private const int MostPlaces = 4;

    public static IEnumerable<(string Label, string Text)> Lines(ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        ConvKernelLayout kernel = stage.Kernel;
        yield return ("input", stage.Input.Describe());
        yield return ("output", stage.Output.Describe());
        yield return ("weights", Weights(stage));
        if (schedule.ListsLive)
        {
            yield return ("live", Live(stage));
        }

        if (Start(stage) is { } start)
        {
            yield return start;
        }

        if (schedule.ListsLive)
        {
            yield return ("lists", Lists(stage));
        }

        yield return ("dw", $"WeightGradient: {WeightSum(stage)}; {Tile(stage)}");
        yield return ("dx", $"InputGradient: {InputSum(stage)}");
        foreach ((string Label, string Text) line in ConvHead.Candidates(schedule.InputGradient))
        {
            yield return line;
        }

        yield return ("arithmetic", Arithmetic(stage));
    }

    /// <summary>What the parameters of a filter are in memory.</summary>
    private static string Weights(ConvStage stage)
    {
        ConvKernelLayout kernel = stage.Kernel;
        (int columns, int channels) = (stage.Conv.KernelWidth, stage.Conv.Input.Channels);
        bool isRow = kernel.RunLoop.Noun == "row";
        bool isOfPixels = isRow && !stage.Input.IsPlanar;
        int ofRun = isOfPixels ? columns * channels : isRow ? columns : channels;
        string weights = isOfPixels ? $"{columns}x{channels} weights" : Phrases.Count(ofRun, "weight");
        string[] each =
        [
            .. ofRun == kernel.WeightRunStride ? Array.Empty<string>() : [$"padded to {kernel.WeightRunStride} floats"],
            .. kernel.HasGaps ? ["with zeros for the columns that the dilation skips"]
                : isOfPixels ? ["as the row of pixels lies in the input"]
                : isRow ? Array.Empty<string>()
                : ["as the channels of the pixel lie in the input"],
        ];
        return $"{Phrases.Count(kernel.Sets * kernel.Runs, isRow ? "row" : "pixel")} of {weights} per filter"
            + (each.Length == 0 ? "" : $", each {string.Join(", ", each)}");
    }

    /// <summary>The multiply-adds of both products, and how many they are with those of padding.</summary>
    private static string Arithmetic(ConvStage stage)
    {
        string ofWeights = stage.Backward.EveryOutput is null ? "live gradient" : "gradient";
        string ofInput = stage.Backward.InputGradient is InputGradientDense ? "gradient" : "live gradient";
        int count = stage.Kernel.ReductionLength;
        string padded = count == stage.Kernel.FilterStride ? "" : $"; {stage.Kernel.FilterStride} each with padding";
        string input = ofInput == ofWeights ? $"{count}" : $"{count} per {ofInput}";
        return $"{Phrases.Count(count, "multiply-add")} per {ofWeights} for dw, {input} for dx{padded}";
    }

    private static string Live(ConvStage stage)
    {
        int places = stage.PoolHeight * stage.PoolWidth;
        string product = stage.Backward.EveryOutput is not null ? " for dx"
            : stage.Backward.InputGradient is InputGradientDense ? " for dw"
            : "";
        return $"gradients g[f, p, q] that are not zero: only they are multiplied{product}"
            + (places == 1 ? "" : $". Of the {places} outputs of the convolution in a pooling window only the winner has one");
    }

    /// <summary>Describes the step before both gradients: activation gradient and bias gradient.</summary>
    private static (string Label, string Text)? Start(ConvStage stage)
    {
        string bias = stage.Conv.Bias ? "db[f] += sum over p, q of g[f, p, q]" : "";
        string activation = stage.Activation switch
        {
            null => "",
            { Function: ActivationFunction.ReLU } => "g = 0 where y <= 0",
            { } function => $"g back through {function}",
        };
        return (activation.Length > 0, bias.Length > 0) switch
        {
            (true, true) => ("g, db", $"ActivationGradient: {activation}; {bias}"),
            (true, false) => ("g", $"ActivationGradient: {activation}"),
            (false, true) => ("db", $"ActivationGradient: {bias}"),
            (false, false) => null,
        };
    }

    private static string Lists(ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        string samples = schedule.GroupSamples == 1 ? "one sample" : $"up to {schedule.GroupSamples} samples";
        string part = !schedule.HasBands ? ""
            : schedule.InputGradient is InputGradientByField ? $", of {schedule.BandFields} fields at a time"
            : $", of {schedule.BandEntries} gradients at a time";
        string sorted = schedule.ListsByFilter ? $"; ListByFilter: a list for each filter{part}" : "";
        string listed = schedule.InputGradient is InputGradientByField
            ? $"ListLive: for {samples}, the receptive fields with live gradients, and these gradients with their filters. A field is at"
            : $"ListLive: the live gradients of {samples}, with their filters and where in the input their receptive fields are:";
        return $"{listed} {Offset(stage)}{sorted}";
    }

    /// <summary>Describes the offset of a receptive field in the input of the samples that are listed together.</summary>
    private static string Offset(ConvStage stage)
    {
        (int height, int width, int strideY, int strideX) = (stage.PoolHeight, stage.PoolWidth, stage.Conv.StrideY, stage.Conv.StrideX);
        string sample = stage.Backward.GroupSamples == 1 ? "" : "sample * InputSample + ";
        string first = $"{sample}{Variable(height * strideY, "p")} * InputRow + {Variable(width * strideX, "q")} * InputPixel";
        if (height * width == 1)
        {
            return first;
        }

        string won = $"{Variable(strideY, "i")} * InputRow + {Variable(strideX, "j")} * InputPixel";
        string[] places =
            [.. Grid.Cells(height, width).Select(cell => $"{cell.Row * stage.FieldStepY + cell.Column * stage.FieldStepX}")];
        string cases = places.Length > MostPlaces ? ""
            : $" ({string.Join(", ", places.Take(places.Length - 1))} or {places[places.Length - 1]})";
        return $"{first}, plus {won}{cases} for the winner (i, j)";
    }

    private static string Variable(int factor, string name) => factor == 1 ? name : $"{factor}{name}";

    private static string WeightSum(ConvStage stage)
    {
        string sum = $"dw[f, c, u, v] += g * x{ConvFormula.Pixel(stage)}";
        string zeros = "because few gradients are zero";
        return stage.Backward.EveryOutput switch
        {
            null => $"{sum} for every live g[f, p, q]",
            { Samples: > 1 } every => $"{sum} for every g[f, p, q], {every.Samples} samples at a time, {zeros}",
            { } every when every.Rows < stage.Output.Shape.Height =>
                $"{sum} for every g[f, p, q], {Phrases.Count(every.Rows, "row")} at a time, {zeros}",
            _ => $"{sum} for every g[f, p, q], a sample at a time, {zeros}",
        };
    }

    /// <summary>Describes the register tile of the weight gradient.</summary>
    private static string Tile(ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        string run = stage.Kernel.RunLoop.Noun == "row" ? "kernel row" : "kernel pixel";
        RunTile tile = schedule.WeightTile;
        int sums = tile.Sums * schedule.Interleave;
        string twice = schedule.Interleave == 1 ? "" : ", for two gradients at a time";
        return $"{Phrases.Count(tile.Sets * tile.Runs, run)} x {Phrases.Count(tile.Vectors, "vector")}{OfFloats(stage)}{twice}: "
            + $"{Phrases.Count(sums, "sum")} and {Phrases.Count(schedule.Interleave, "gradient")} in "
            + $"{stage.Kernel.Target.Registers} registers";
    }

    /// <summary>The size of a tile's vectors, if it is not the target's.</summary>
    private static string OfFloats(ConvStage stage) =>
        stage.Backward.TileLanes == stage.Kernel.Target.Lanes ? "" : $" of {stage.Backward.TileLanes} floats";

    private static string InputSum(ConvStage stage)
    {
        string live = stage.Backward.EveryOutput is null ? "" : " for every live g[f, p, q]";
        string sum = $"dx{ConvFormula.Pixel(stage)} += g * w[f, c, u, v]{live}";
        string vectors = Phrases.Count(stage.Backward.InputTile.Sums, "vector") + OfFloats(stage);
        return stage.Backward.InputGradient switch
        {
            InputGradientByFilter => $"{sum}; {vectors} of weights in registers",
            InputGradientByField => $"{sum}; {vectors} of pixels in registers",
            InputGradientDense => "a sum over all gradients, because few are zero",
            _ => throw Unreachable.Kind(stage.Backward.InputGradient),
        };
    }
}
