namespace ConvGen.Tests.Reference;

/// <summary>Converts between the reference's doubles and the network's floats.</summary>
internal static class Floats
{
    public static float[] From(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
