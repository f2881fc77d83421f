using System.Globalization;
using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// Renders the one-dimensional transforms of a kind of Winograd convolution, once for all layers that use it. A tile is transformed column
/// by column, then row by row. The methods are inlined into their callers, in which the distances are constants.
/// </summary>
internal sealed class WinogradTransformRenderer(KernelWriter writer, WinogradTransform transform)
{
    private readonly VectorText _simd = writer.Simd;
    /// <summary>Returns the name of the class that contains the transforms.</summary>
    public static string ClassName(WinogradTransform transform) => $"WinogradF{transform.Outputs}x{transform.Kernel}";

    /// <summary>Renders a file for each kind of transform that a layer of the network uses.</summary>
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan) =>
        from stage in plan.Convolutions
        let transform = (stage.Forward as WinogradForward)?.Transform
        where transform is not null
        group stage.Name by transform into layers
        select Render(plan, layers.Key, layers);

    private static GeneratedFile Render(NetworkPlan plan, WinogradTransform transform, IEnumerable<string> layers) =>
        KernelFile.RenderClass(
            plan,
            ClassName(transform),
            $"{transform.Name}: the transforms of {string.Join(", ", layers)}",
            [
                ("formula", $"y = A^T (sum over c of (G g G^T) * (B^T d B)) A / {transform.Divisor} for {transform.Size}x{transform.Size} inputs "
                    + $"d, {transform.Kernel}x{transform.Kernel} weights g and {transform.Outputs}x{transform.Outputs} outputs y; * multiplies "
                    + $"element by element: {transform.Elements} products instead of "
                    + $"{transform.Outputs * transform.Outputs * transform.Kernel * transform.Kernel}"),
                ("matrices", $"a row of G holds the powers of a number p: 1, p, p^2, ... for p = {Points(transform)}. It takes weights as the "
                    + "coefficients of a polynomial, and gives its value at p; the row of infinity gives the last coefficient. A column of A^T "
                    + $"holds {(transform.Outputs == 2 ? "1 and p" : "1, p, p^2, ...")}, times a factor; its last column holds the "
                    + "last coefficient alone. B^T follows from both"),
                ("from", "the method of Lavin and Gray, \"Fast Algorithms for Convolutional Neural Networks\", 2016; its fractions are "
                    + $"whole numbers here, and the division by {transform.Divisor} makes up for it"),
                ("methods", "Input, Weights and Output multiply a matrix with one column or row of a tile, in every lane of a vector: the "
                    + "callers take all columns, then all rows of the result. Direct needs no matrix"),
            ],
            ClassName(transform),
            [],
            writer =>
            {
                var renderer = new WinogradTransformRenderer(writer, transform);
                renderer.RenderInMemory("Input", "B^T", transform.Input, "d", "v");
                writer.Line();
                renderer.RenderInMemory("Weights", "G", transform.Weights, "g", "u");
                writer.Line();
                renderer.RenderOutput();
                writer.Line();
                renderer.RenderDefinition();
            });

    /// <summary>Returns the interpolation points, whose powers are the rows of G.</summary>
    private static string Points(WinogradTransform transform) =>
        (transform.Size == 4 ? "0, 1, -1" : "0, 1, -1, 2, -2") + " and infinity";

    /// <summary>Renders a transform from memory to memory.</summary>
    private void RenderInMemory(string method, string matrixName, int[][] matrix, string x, string y)
    {
        writer.Summary($"{y} = {matrixName} {x}. The values of {x} lie {x}Step apart, those of {y} {y}Step; "
            + "they may take the same places.");
        writer.Line(KernelFile.PartAttribute);
        using (writer.Block($"public static void {method}(ref float {x}, nint {x}Step, ref float {y}, nint {y}Step)"))
        {
            RenderMatrix(matrixName, matrix);
            RenderLoads(x, matrix[0].Length);
            writer.Line();
            new TransformText(writer, matrix, x, y, declaresResults: true).Render();
            writer.Line();
            for (int i = 0; i < matrix.Length; i++)
            {
                writer.Line(i == 0 ? Store($"{y}0", y) : Store($"{y}{i}", y, Steps(y, i)));
            }
        }
    }

    /// <summary>Renders the output transform, which returns its results in registers because the caller uses them at once.</summary>
    private void RenderOutput()
    {
        IEnumerable<string> results = Enumerable.Range(0, transform.Outputs).Select(i => $"out {_simd.Floats} y{i}");
        writer.Summary("y = A^T m. The values of m lie mStep apart.");
        writer.Line(KernelFile.PartAttribute);
        writer.Line("public static void Output(");
        writer.Line($"    ref float m, nint mStep, {string.Join(", ", results)})");
        using (writer.Braces())
        {
            RenderMatrix("A^T", transform.Output);
            RenderLoads("m", transform.Size);
            writer.Line();
            new TransformText(writer, transform.Output, "m", "y", declaresResults: false).Render();
        }
    }

    /// <summary>Renders one output of a vector of filters by its definition, for tiles that contain a NaN or an infinity.</summary>
    private void RenderDefinition()
    {
        writer.Summary($"sum over c, r, s of w * x for one pixel and {_simd.LanesInWords} filters; row, pixel and lanes are distances. Rare: where "
            + "the transforms gave NaN or infinity.");
        writer.Line(KernelFile.KernelAttribute);
        writer.Line($"public static {_simd.Floats} Direct(");
        writer.Line("    ref float input, nint row, nint pixel, int channels, ref float weights, int lanes)");
        using (writer.Braces())
        {
            writer.Line($"{_simd.Floats} sum = {_simd.Zero};");
            using (writer.Loop("Each weight of the kernel has its pixel.", $"for (int r = 0; r < {transform.Kernel}; r++)"))
            using (writer.Block($"for (int s = 0; s < {transform.Kernel}; s++)"))
            {
                writer.Line("ref float x = ref Unsafe.Add(ref input, r * row + s * pixel);");
                using (writer.Loop("Each channel adds its weights times its input.", "for (int c = 0; c < channels; c++)"))
                {
                    writer.Line(_simd.Accumulate("sum", _simd.Create("Unsafe.Add(ref x, c)"), _simd.Load("weights")));
                    writer.Line(Advance("weights", "lanes"));
                }
            }

            writer.Line();
            writer.Line("return sum;");
        }
    }

    private void RenderLoads(string x, int count)
    {
        for (int i = 0; i < count; i++)
        {
            writer.Line($"{_simd.Floats} {x}{i} = {(i == 0 ? _simd.Load(x) : _simd.Load(x, Steps(x, i)))};");
        }
    }

    private static string Steps(string memory, int count) => count == 1 ? $"{memory}Step" : $"{count} * {memory}Step";

    /// <summary>Renders a matrix as a comment with aligned columns.</summary>
    private void RenderMatrix(string name, int[][] matrix)
    {
        int width = matrix.Max(row => row.Max(factor => Text(factor).Length));
        string label = $"// {name} = ";
        foreach (int[] row in matrix)
        {
            writer.Line(label + string.Join(" ", row.Select(factor => Text(factor).PadLeft(width))));
            label = "//".PadRight(label.Length);
        }
    }

    private static string Text(int factor) => factor.ToString(CultureInfo.InvariantCulture);
}
