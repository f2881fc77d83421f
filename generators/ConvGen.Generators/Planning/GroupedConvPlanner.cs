using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>
/// Plans a convolution of several groups: one of them, as any convolution of its channels and filters, and how often.
/// </summary>
internal static class GroupedConvPlanner
{
    public static GroupedConvStage Plan(
        ShapedConv conv, FusedLayers layers, ActivationLayout input, ActivationLayout output, int chunk, int packed, bool isFirst,
        CandidateChoice choice, ParameterAllocator parameters)
    {
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
        ActivationLayout groupInput = ConvPlanner.PrefersPlanarInput(input.Target, group)
            ? ActivationLayout.Planar(input.Target, group.Input, conv.Padding)
            : ActivationLayout.ChannelsLast(input.Target, group.Input, conv.Padding);
        ActivationLayout groupOutput = ActivationLayout.ChannelsLast(
            input.Target, pool?.Output ?? group.Output, Padding.None);
        ParameterPlan? weights = null;
        ConvStage stage = ConvPlanner.Plan(
            group, layers with { Main = group, Pool = pool }, groupInput, groupOutput, chunk, packed, isFirst, choice,
            kernel =>
            {
                weights = parameters.AddConvWeights(conv, kernel);
                return (weights with { Offset = 0, Floats = weights.Floats / conv.Groups }, null);
            });
        return new GroupedConvStage
        {
            Name = conv.Name,
            Conv = conv,
            Activation = layers.Activation,
            Input = input,
            Output = output,
            MultiplyAdds = conv.MultiplyAdds,
            Weights = weights!,
            Bias = conv.Bias ? parameters.AddBias(conv) : null,
            Group = stage with { Groups = conv.Groups },
        };
    }
}
