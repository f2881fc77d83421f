using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// What becomes of the outputs <c>y_i_j</c> of one tile: division and bias, pooling, activation, and the store at <c>at</c>.
/// </summary>
internal sealed class WinogradOutputRenderer(
    SourceWriter writer, ConvStage stage, WinogradForward schedule, WinogradBlock block)
{
    private readonly int outputs = schedule.Transform.Outputs;

    public void Render()
    {
        writer.Comment("A division, not a product with the reciprocal: it leaves integers exact.");
        writer.Line($"{Floats} divisor = Vector256.Create({schedule.Transform.Divisor}f);");
        foreach ((int i, int j) in Grid.Cells(outputs, outputs))
        {
            writer.Line($"y_{i}_{j} = y_{i}_{j} / divisor + bias;");
        }

        int rest = block.RealFilters % VectorSize.Lanes;
        if (rest > 0)
        {
            string real = FirstLanes(rest);
            writer.Comment("The padding behind the last filter stays zero.");
            writer.Line(block.Vectors == 1
                ? $"{Floats} real = {real};"
                : $"{Floats} real = vector == {block.Vectors - 1} ? {real} : Vector256<float>.AllBitsSet;");
        }

        for (int i = 0; i < outputs; i += stage.PoolHeight)
        {
            for (int j = 0; j < outputs; j += stage.PoolWidth)
            {
                string value = $"y_{i}_{j}";
                if (stage.Pool is not null)
                {
                    value = $"max_{i}_{j}";
                    RenderPooling(i, j, value);
                }

                if (stage.Activation is { } activation)
                {
                    writer.Line($"{value} = {Activate(activation, value)};");
                }

                string masked = rest > 0 ? $"({value} & real)" : value;
                writer.Line(Store(masked, "output", $"at{Place(i, j)}"));
            }
        }
    }

    /// <summary>Where the output (pooled, where there is pooling) of the tile's element lies behind the tile's first.</summary>
    private string Place(int i, int j)
    {
        int offset = i / stage.PoolHeight * stage.Output.RowStride + j / stage.PoolWidth * stage.Output.PixelStride;
        return offset == 0 ? "" : $" + {offset}";
    }

    private void RenderPooling(int top, int left, string value)
    {
        (int Row, int Column)[] window = Grid.Cells(stage.PoolHeight, stage.PoolWidth);
        string Sum((int Row, int Column) pixel) => $"y_{top + pixel.Row}_{left + pixel.Column}";
        int Offset((int Row, int Column) pixel) => pixel.Row * stage.FieldStepY + pixel.Column * stage.FieldStepX;

        writer.Line();
        writer.Comment("The largest of the window.");
        writer.Line($"{Floats} {value} = {Sum(window[0])};");
        foreach ((int Row, int Column) pixel in window.Skip(1))
        {
            writer.Line($"{value} = {Maximum(value, Sum(pixel))};");
        }

        using (writer.Block("if (keepWinners)"))
        {
            writer.Comment("Which receptive field won, as an offset from the window's first; the first of equals, "
                + "as in PyTorch.");
            writer.Line($"{Integers} winner = Vector256.Create({Offset(window[window.Length - 1])});");
            foreach ((int Row, int Column) pixel in Enumerable.Reverse(window).Skip(1))
            {
                writer.Line($"winner = {OffsetWhereEqual(Sum(pixel), value, Offset(pixel), "winner")};");
            }

            writer.Line(Store("winner", "winners", $"at{Place(top, left)}"));
        }
    }
}
