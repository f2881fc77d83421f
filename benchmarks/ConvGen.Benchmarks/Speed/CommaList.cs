namespace ConvGen.Benchmarks.Speed;

/// <summary>Values of an option of the form <c>a,b,c</c>, which is also how help shows them.</summary>
internal sealed record CommaList<T>(T[] Values)
{
    public override string ToString() => string.Join(',', Values);
}
