namespace ConvGen.Generators.Planning.Depthwise;

/// <summary>Plans a depthwise convolution.</summary>
internal static class DepthwisePlanner
{
    public static DepthwiseStage Plan(ShapedConv conv, StageContext context)
    {
        // The rows and columns by which the mirrored kernel of the first pixel starts above and left of the first output.
        int above = conv.ExtentHeight - 1 - conv.Padding.Top;
        int left = conv.ExtentWidth - 1 - conv.Padding.Left;
        Shape spread = new(
            conv.Output.Channels,
            (conv.Output.Height - 1) * conv.StrideY + 1,
            (conv.Output.Width - 1) * conv.StrideX + 1,
            IsFlat: false);
        return new DepthwiseStage
        {
            Name = conv.Name,
            Conv = conv,
            Values = context.Layers.Values,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = conv.MultiplyAdds,
            Schedule = new DepthwiseSchedule
            {
                Outputs = RowTiles.Of(context.Input.Target, conv.Output.Width),
                Inputs = RowTiles.Of(context.Input.Target, conv.Input.Width),
                WeightTiles = [.. WeightTiles(context.Input.Target, conv)],
                Spread = ActivationLayout.ChannelsLast(context.Input.Target, spread, new Padding(
                    Top: Math.Max(0, above),
                    Left: Math.Max(0, left),
                    Bottom: Math.Max(0, conv.Input.Height + conv.Padding.Top - spread.Height),
                    Right: Math.Max(0, conv.Input.Width + conv.Padding.Left - spread.Width))),
                FirstRow = Math.Max(0, -above),
                FirstColumn = Math.Max(0, -left),
            },
        };
    }

    private static IEnumerable<TapTile> WeightTiles(Target target, ShapedConv conv)
    {
        for (int first = 0; first < conv.KernelWidth; first += target.MaxAccumulators)
        {
            int columns = Math.Min(target.MaxAccumulators, conv.KernelWidth - first);
            int rows = Math.Min(conv.KernelHeight, target.MaxAccumulators / columns);
            yield return new TapTile(first, columns, rows, conv.KernelHeight / rows, conv.KernelHeight % rows);
        }
    }
}
