namespace ConvGen;

/// <summary>An input column. The network receives <c>(number - Offset) * Factor</c>.</summary>
/// <param name="Name">The column's name, or its number, counted from 1, if there is no header.</param>
/// <param name="Offset">The number that is subtracted.</param>
/// <param name="Factor">The factor of the difference.</param>
public sealed record CsvInput(string Name, double Offset, double Factor)
{
    internal float Scale(float number) => (float)((number - Offset) * Factor);
}
