using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>What a convolution's backward pass works with: its lists, and more where the gradient of the input is dense.</summary>
internal static class ConvBackwardScratch
{
    /// <summary>The buffers of the workspace, in the order of the parameters.</summary>
    public static IEnumerable<string> Buffers(ConvStage stage) => Scratch(stage).SelectMany(line => line).Select(item => item.Buffer);

    /// <summary>The same as arguments of a method that has the parameters itself.</summary>
    public static IEnumerable<string> Arguments(ConvStage stage) =>
        Scratch(stage).SelectMany(line => line).Select(item => $"ref {item.Name}");

    /// <summary>The parameters, in lines of their own.</summary>
    public static void RenderParameters(SourceWriter writer, ConvStage stage)
    {
        foreach ((string Type, string Name, string)[] line in Scratch(stage))
        {
            writer.Line($"    {string.Join(", ", line.Select(item => $"ref {item.Type} {item.Name}"))},");
        }
    }

    private static IEnumerable<(string Type, string Name, string Buffer)[]> Scratch(ConvStage stage)
    {
        LiveGradientSchedule schedule = stage.Backward;
        (string, string, string) offsets = ("int", "offsets", BufferNames.LiveOffsets(stage));
        (string, string, string)[] entries = schedule.ListsLive
            ? [("float", "values", BufferNames.LiveValues(stage)), ("int", "filters", BufferNames.LiveFilters(stage))]
            : [];
        (string, string, string)[] lists = schedule.ListsByFilter
            ? [("LiveGradient", "live", BufferNames.LiveGradients(stage)), ("int", "counts", BufferNames.LiveCounts(stage))]
            : [];
        switch (schedule.InputGradient)
        {
            case InputGradientByField:
                yield return [("LiveField", "fields", BufferNames.LiveFields(stage)), .. entries, .. lists];
                break;
            case InputGradientByFilter:
                yield return [.. entries, offsets, .. lists];
                break;
            case InputGradientDense:
                yield return
                [
                    ("float", "bordered", BufferNames.BorderedGradient(stage)),
                    ("float", "mirrored", BufferNames.MirroredWeights(stage)),
                ];
                if (schedule.ListsLive)
                {
                    yield return [.. entries, offsets, .. lists];
                }

                break;
            default:
                throw Unreachable.Kind(schedule.InputGradient);
        }
    }
}
