namespace Chapter6.Pictures;

/// <summary>One of many small pictures of the same size on a sheet.</summary>
/// <param name="Height">Rows of values.</param>
/// <param name="Width">Columns of values.</param>
/// <param name="Values">The values, row by row.</param>
/// <param name="Shade">The colour of a value.</param>
/// <param name="Caption">The text below it: digits, <c>&gt;</c> and spaces; may be empty.</param>
internal sealed record Tile(int Height, int Width, float[] Values, Func<float, Rgb> Shade, string Caption = "");
