namespace ConvGen.Generators.Rendering.Text;

/// <summary>Small rectangles that are unrolled element by element: register tiles, windows, transformed tiles.</summary>
internal static class Grid
{
    /// <summary>All cells, row by row.</summary>
    public static (int Row, int Column)[] Cells(int rows, int columns) =>
    [
        .. from row in Enumerable.Range(0, rows)
           from column in Enumerable.Range(0, columns)
           select (row, column),
    ];
}
