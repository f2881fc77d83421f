namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>Returns the distances in the memory of a convolution's backward pass, with their names.</summary>
internal static class BackwardDistances
{
    /// <summary>The name of the number of floats in a vector.</summary>
    public const string Vector = "Vector";

    public static IEnumerable<(string Name, int Value, string Meaning)> Of(ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        (int samples, int outputs) = (schedule.GroupSamples, stage.Output.Shape.Height * stage.Output.Shape.Width);
        string room = schedule.InputGradient is InputGradientByField && schedule.BandFields < samples * outputs
            ? $"those of {schedule.BandFields} receptive fields"
            : $"{samples} x {outputs}";
        return
        [
            .. ConvDistances.Of(stage),
            .. schedule.InputGradient is InputGradientDense dense ? MirroredConvRenderer.Distances(dense) : [],
            ("BandFields", schedule.BandFields, "Receptive fields whose gradients are sorted by filter at a time."),
            ("BandEntries", schedule.BandEntries, "Live gradients that are sorted by filter at a time."),
            ("Capacity", schedule.Capacity, $"Gradients that the list of a filter has room for: {room} and padding."),
            ("FilterCount", stage.Output.Shape.Channels, "Filters of the convolution."),
            (Vector, stage.Input.Target.Lanes, "Floats per vector."),
        ];
    }
}
