namespace ConvGen.Generators.Planning.Convolution;

/// <summary>
/// Plans a grouped convolution: plans one group like a convolution of its channels and filters, which runs once per group.
/// </summary>
internal static class GroupedConvPlanner
{
    public static GroupedConvStage Plan(ShapedConv conv, StageContext context)
    {
        FusedLayers layers = context.Layers;
        ShapedConv group = conv with
        {
            Input = conv.Input with { Channels = conv.GroupChannels },
            Output = conv.Output with { Channels = conv.GroupFilters },
            Groups = 1,
        };
        ShapedMaxPool? pool = layers.Pool is null ? null : layers.Pool with
        {
            Input = group.Output,
            Output = layers.Pool.Output with { Channels = conv.GroupFilters },
        };
        ConvStage stage = ConvPlanner.Plan(group, context with
        {
            Layers = layers with { Main = group, Pool = pool },
            Input = ConvPlanner.PrefersPlanarInput(context.Input.Target, group)
                ? ActivationLayout.Planar(context.Input.Target, group.Input, conv.Padding)
                : ActivationLayout.ChannelsLast(context.Input.Target, group.Input, conv.Padding),
            Output = ActivationLayout.ChannelsLast(context.Input.Target, pool?.Output ?? group.Output, Padding.None),
        });
        return new GroupedConvStage
        {
            Name = conv.Name,
            Values = layers.Values,
            Conv = conv,
            Activation = layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = conv.MultiplyAdds,
            Group = stage with { Groups = conv.Groups },
        };
    }
}
