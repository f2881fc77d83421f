namespace ConvGen.Benchmarks.Speed;

/// <summary>Values of an option in the form <c>a,b,c</c>, which <c>--help</c> shows in the same form.</summary>
internal sealed record CommaList<T>(T[] Values)
{
    public override string ToString() => string.Join(',', Values);
}
