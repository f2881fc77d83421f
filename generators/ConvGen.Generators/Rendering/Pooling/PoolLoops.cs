using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// Renders the three nested loops of a pooling: over the rows of windows, the windows of a row, and the channel vectors of a window. No
/// window needs clipping, because all are inside the image and its border of zeros. In generated names r and c are the row and column of a
/// value in its window.
/// </summary>
internal sealed class PoolLoops(KernelWriter writer, StagePlan stage, ShapedPool pool)
{
    private readonly VectorText _simd = writer.Simd;

    /// <summary>The expression for the offset of a window's first value in the image.</summary>
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
    /// Renders the loops over one sample. Some references move over the image, others over the outputs. The caller renders the body for the
    /// current vector.
    /// </summary>
    /// <param name="channels">The vectors of a window.</param>
    /// <param name="what">Describes the body, for a comment.</param>
    /// <param name="image">The references into the image: each starts at the first value of a window.</param>
    /// <param name="outputs">The references into the outputs.</param>
    /// <param name="startRow">Renders the start of a row of windows, or null.</param>
    /// <param name="startWindow">Renders the start of a window, or null.</param>
    /// <param name="renderVector">Renders the body for a vector, given the number of its lanes that are channels.</param>
    public void Render(
        ChannelVectors channels, string what, MovingReference[] image, MovingReference[] outputs, Action? startRow,
        Action? startWindow, Action<int> renderVector)
    {
        Shape shape = stage.Output.Shape;
        string apart = $"{Phrases.Count(pool.Window.StrideY, "row")} and {Phrases.Count(pool.Window.StrideX, "column")} apart";
        using (writer.LoopUnlessOnce(shape.Height, $"Window by window, {apart}.", "row"))
        {
            // The first window of a sum begins at the border, that of a maximum inside it: another layer needs the border.
            string[] start =
            [
                .. pool is ShapedMaxPool && stage.Input.Origin > 0 ? ["InputOrigin"] : Array.Empty<string>(),
                .. shape.Height == 1 ? Array.Empty<string>() : [Step("row", pool.Window.StrideY, "InputRow")],
            ];
            foreach (MovingReference reference in image)
            {
                writer.Line(reference.Declare(string.Join(" + ", start)));
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
                    writer.Comment($"The loop over channels has advanced {moved} by one pixel; the next window is {Phrases.Count(stride - 1, "pixel")} further.");
                    foreach (MovingReference reference in image)
                    {
                        writer.Line(Advance(reference.Name, Offset.Sum((stride - 1, "InputPixel"))));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Renders code for every value of a window: unrolled if there are few, otherwise in two loops, over the rows and the columns.
    /// </summary>
    /// <param name="references">The references that the code uses, each at the first value of the window.</param>
    /// <param name="renderValue">Renders the code for one value.</param>
    public void RenderValues(string[] references, Action<WindowValue> renderValue)
    {
        if (PoolText.IsUnrolled(stage.Target, pool))
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

/// <summary>A reference that moves over an image or over outputs, and the memory that it points into.</summary>
internal sealed record MovingReference(string Name, string Source, string Type = "float")
{
    public string Declare(string distance) => distance.Length == 0
        ? $"ref {Type} {Name} = ref {Source};"
        : $"ref {Type} {Name} = ref Unsafe.Add(ref {Source}, {distance});";
}

/// <summary>One value of a window.</summary>
/// <param name="Suffix">The suffix of its names in generated code; empty in a loop.</param>
/// <param name="Offset">The offset from the first value of the window; empty in a loop.</param>
/// <param name="Load">Returns the text that loads the vector at this value, given the name of a reference.</param>
/// <param name="Store">Returns the text that stores a vector there.</param>
internal sealed record WindowValue(string Suffix, string Offset, Func<string, string> Load, Func<string, string, string> Store);
