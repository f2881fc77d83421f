using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// The loops of a pooling whose windows need no clipping, because they lie inside the image or the zeros around it: rows of
/// windows, windows, a vector of channels at a time. In generated names r and c are the row and column of a value in its window.
/// </summary>
internal sealed class PoolLoops(KernelWriter writer, StagePlan stage, ShapedPool pool)
{
    private readonly VectorText _simd = writer.Simd;

    /// <summary>Where the first value of a window lies in the image, as the loops count.</summary>
    public string FirstOffset
    {
        get
        {
            string[] terms =
            [
                .. stage.Output.Shape.Height == 1 ? Array.Empty<string>() : [Step("row", pool.Window.StrideY, "InputRow")],
                .. stage.Output.Shape.Width == 1 ? Array.Empty<string>() : [Step("column", pool.Window.StrideX, "InputPixel")],
            ];
            return terms.Length == 0 ? "0" : string.Join(" + ", terms);
        }
    }

    /// <summary>
    /// The loops over one sample. Some references move over the image, others over the outputs; the action writes what happens
    /// to the vector that they are at, and is told how many of its lanes are channels.
    /// </summary>
    /// <param name="channels">The vectors of a window.</param>
    /// <param name="what">What happens to a vector.</param>
    /// <param name="image">What moves over the image: each starts at the first value of a window.</param>
    /// <param name="outputs">What moves over the outputs.</param>
    /// <param name="startRow">Writes what a row of windows begins with, or null.</param>
    /// <param name="startWindow">Writes what a window begins with, or null.</param>
    /// <param name="renderVector">Writes what happens to one vector.</param>
    public void Render(
        ChannelVectors channels, string what, MovingReference[] image, MovingReference[] outputs, Action? startRow,
        Action? startWindow, Action<int> renderVector)
    {
        Shape shape = stage.Output.Shape;
        string apart = $"{Phrases.Count(pool.Window.StrideY, "row")} and {Phrases.Count(pool.Window.StrideX, "column")} apart";
        using (writer.LoopUnlessOnce(shape.Height, $"Window by window, {apart}.", "row"))
        {
            foreach (MovingReference reference in image)
            {
                writer.Line(reference.Declare(shape.Height == 1 ? "" : Step("row", pool.Window.StrideY, "InputRow")));
            }

            foreach (MovingReference reference in outputs)
            {
                string[] terms =
                [
                    .. stage.Output.Origin == 0 ? Array.Empty<string>() : ["OutputOrigin"],
                    .. shape.Height == 1 ? Array.Empty<string>() : ["row * OutputRow"],
                ];
                writer.Line(reference.Declare(string.Join(" + ", terms)));
            }

            startRow?.Invoke();
            using (writer.LoopUnlessOnce(shape.Width, null, "column"))
            {
                startWindow?.Invoke();
                channels.Render(what, [.. image.Concat(outputs).Select(reference => reference.Name)], renderVector);
                int stride = pool.Window.StrideX;
                if (stride > 1 && shape.Width > 1)
                {
                    string moved = string.Join(" and ", image.Select(reference => reference.Name));
                    writer.Line();
                    writer.Comment($"The channels have moved {moved} by a pixel; the next window starts {Phrases.Count(stride - 1, "pixel")} further.");
                    foreach (MovingReference reference in image)
                    {
                        writer.Line(Advance(reference.Name, Offset.Sum((stride - 1, "InputPixel"))));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Every value of a window: written out where they are few, else by two loops, over rows and over a row.
    /// </summary>
    /// <param name="references">Those that the action reads or writes, each at the first value of the window.</param>
    /// <param name="renderValue">Writes what happens to the value.</param>
    public void RenderValues(string[] references, Action<WindowValue> renderValue)
    {
        if (PoolText.IsWrittenOut(stage.Target, pool))
        {
            foreach ((int row, int column) in Grid.Cells(pool.WindowHeight, pool.WindowWidth))
            {
                string offset = Offset.Sum((row, "InputRow"), (column, "InputPixel"));
                renderValue(new WindowValue(
                    $"_r{row}_c{column}",
                    offset,
                    memory => _simd.LoadFar(memory, offset),
                    (value, memory) => StoreFar(value, memory, offset)));
            }

            return;
        }

        using (writer.Block($"for (int r = 0; r < {pool.WindowHeight}; r++)"))
        {
            foreach (string reference in references)
            {
                writer.Line($"ref float {reference}Row = ref Unsafe.Add(ref {reference}, r * InputRow);");
            }

            using (writer.Block($"for (int c = 0; c < {pool.WindowWidth}; c++)"))
            {
                renderValue(new WindowValue(
                    "",
                    Offset: "",
                    memory => _simd.Load($"{memory}Row", "c * InputPixel"),
                    (value, memory) => Store(value, $"{memory}Row", "c * InputPixel")));
            }
        }
    }

    private static string Step(string index, int stride, string distance) =>
        stride == 1 ? $"{index} * {distance}" : $"{index} * {stride} * {distance}";
}

/// <summary>A reference that moves over an image or over outputs, and what it points into.</summary>
internal sealed record MovingReference(string Name, string Source, string Type = "float")
{
    public string Declare(string distance) => distance.Length == 0
        ? $"ref {Type} {Name} = ref {Source};"
        : $"ref {Type} {Name} = ref Unsafe.Add(ref {Source}, {distance});";
}

/// <summary>One value of a window.</summary>
/// <param name="Suffix">Tells its names from those of the other values; empty in a loop.</param>
/// <param name="Offset">The distance from the first value of the window; unknown in a loop.</param>
/// <param name="Load">The vector at this value of some memory.</param>
/// <param name="Store">Stores a vector there.</param>
internal sealed record WindowValue(string Suffix, string Offset, Func<string, string> Load, Func<string, string, string> Store);
