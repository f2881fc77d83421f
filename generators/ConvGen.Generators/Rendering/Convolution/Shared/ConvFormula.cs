namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>Returns the formulas of a convolution stage, for the comments above its methods.</summary>
internal static class ConvFormula
{
    /// <summary>
    /// Returns y[f, p, q] = ReLU(max over i &lt; 2, j &lt; 2 of b[f] + sum over c, u, v of w[f, c, u, v] * x[c, 2p + i + u, 2q + j + v]).
    /// </summary>
    /// <param name="stage">The convolution with its pooling and activation.</param>
    /// <param name="row">The letter of a kernel row.</param>
    /// <param name="column">The letter of a kernel column.</param>
    public static string Forward(ConvStage stage, string row = "u", string column = "v")
    {
        string bias = stage.Conv.Bias ? "b[f] + " : "";
        string sum = $"{bias}sum over c, {row}, {column} of w[f, c, {row}, {column}] * x{Pixel(stage, row, column)}";
        if (stage.Pool is not null)
        {
            sum = $"max over i < {stage.PoolHeight}, j < {stage.PoolWidth} of {sum}";
        }

        return stage.Activation is { } function ? $"y[f, p, q] = {function.Of(sum)}" : $"y[f, p, q] = {sum}";
    }

    /// <summary>Returns the indices of the pixel that a weight is multiplied with: <c>[c, 2p + i + u, 2q + j + v]</c>, where (i, j) is a
    /// position in the pooling window.</summary>
    public static string Pixel(ConvStage stage, string row = "u", string column = "v") =>
        $"[c, {RowIndex(stage, row)}, {ColumnIndex(stage, column)}]";

    /// <summary>Returns <c>u</c>, or <c>2u</c> if the kernel is dilated by two.</summary>
    public static string Dilated(int dilation, string tap) => dilation == 1 ? tap : $"{dilation}{tap}";

    private static string RowIndex(ConvStage stage, string tap) =>
        Index("p", "i", Dilated(stage.Conv.DilationY, tap), stage.PoolHeight, stage.Conv.StrideY, stage.Conv.Padding.Top);

    private static string ColumnIndex(ConvStage stage, string tap) =>
        Index("q", "j", Dilated(stage.Conv.DilationX, tap), stage.PoolWidth, stage.Conv.StrideX, stage.Conv.Padding.Left);

    private static string Index(string output, string window, string tap, int pool, int stride, int padding)
    {
        string position = pool == 1 ? output : $"{pool}{output} + {window}";
        string scaled = (stride, pool) switch
        {
            (1, _) => position,
            (_, 1) => $"{stride}{position}",
            _ => $"{stride}({position})",
        };
        return $"{scaled} + {tap}" + (padding == 0 ? "" : $" - {padding}");
    }
}
