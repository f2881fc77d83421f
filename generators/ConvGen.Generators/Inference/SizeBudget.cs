namespace ConvGen.Generators.Inference;

/// <summary>
/// Adds up memory and parameters layer by layer, and reports the first layer that exceeds a limit. It uses <see cref="decimal"/>, because
/// the product of three sizes, each within its limit, can exceed 64 bits.
/// </summary>
internal sealed class SizeBudget(ProblemList problems)
{
    private decimal _sampleFloats;
    private decimal _parameters;

    public bool AcceptInput(Shape input)
    {
        _sampleFloats = FloatsOf(input, Padding.None);
        if (_sampleFloats <= Limits.SampleFloats)
        {
            return true;
        }

        problems.Add(
            Rules.SampleTooLarge, new Site.Network(), $"{input}", "[Network]", Numbers.Grouped(_sampleFloats),
            Numbers.Grouped(Limits.SampleFloats));
        return false;
    }

    public bool Accept(LayerDeclaration layer, ShapedLayer shaped)
    {
        // A layer with a border copies its input into a larger image.
        Padding border = shaped.Border;
        _sampleFloats += FloatsOf(shaped.Output, Padding.None);
        _sampleFloats += border == Padding.None ? 0 : FloatsOf(shaped.Input, border);
        if (_sampleFloats > Limits.SampleFloats)
        {
            problems.Add(
                Rules.SampleTooLarge, new Site.Attribute(layer.AttributeIndex), $"{shaped.Output}", shaped.Name,
                Numbers.Grouped(_sampleFloats), Numbers.Grouped(Limits.SampleFloats));
            return false;
        }

        (decimal count, string formula) = shaped.ParameterCount;
        _parameters += count;
        if (_parameters > Limits.Parameters)
        {
            problems.Add(
                Rules.TooManyParameters, new Site.Argument(layer.AttributeIndex, ["filters", "units"]), Numbers.Grouped(count),
                shaped.Name, formula, Numbers.Grouped(_parameters), Numbers.Grouped(Limits.Parameters));
            return false;
        }

        return true;
    }

    private static decimal FloatsOf(Shape shape, Padding padding)
    {
        int channels = shape.IsFlat || shape.Channels == 1
            ? shape.Channels
            : (shape.Channels + Limits.VectorFloats - 1) / Limits.VectorFloats * Limits.VectorFloats;
        return (decimal)channels
            * (shape.Height + padding.Top + padding.Bottom)
            * (shape.Width + padding.Left + padding.Right);
    }
}
