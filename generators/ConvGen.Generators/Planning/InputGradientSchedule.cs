namespace ConvGen.Generators.Planning;

/// <summary>How a convolution computes the gradient of its input. A closed family.</summary>
internal abstract record InputGradientSchedule : CandidateSchedule;

/// <summary>
/// Field by field: a field's pixels stay in registers while the weights of all its live filters are added. Pixels are read
/// and written once, but each field starts a short loop of its own, whose end the processor cannot foresee.
/// </summary>
internal sealed record InputGradientByField : InputGradientSchedule
{
    public override string Describe() => "dx field by field";
}

/// <summary>
/// Filter by filter: a filter's weights stay in registers while they are added to the fields of all its live gradients. The
/// loops are long, but each entry reads and writes its pixels.
/// </summary>
internal sealed record InputGradientByFilter : InputGradientSchedule
{
    public override string Describe() => "dx filter by filter";
}
