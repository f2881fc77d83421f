namespace ConvGen;

/// <summary>A column of inputs. A network sees <c>(number - Offset) * Factor</c>.</summary>
/// <param name="Name">The column's name, or its number, counted from 1, where there is no header.</param>
/// <param name="Offset">In the unit of the column.</param>
/// <param name="Factor">In the inverse of that unit.</param>
public sealed record CsvInput(string Name, double Offset, double Factor)
{
    internal float Scale(float number) => (float)((number - Offset) * Factor);
}
