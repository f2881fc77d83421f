namespace ConvGen.Generators.Rendering.Convolution.PixelLanes;

/// <summary>
/// Draws, for the head of a file, how a tile with pixels in lanes is transposed into contiguous channels: <c>a0 a2 b0 b2 | a4 a6 b4 b6</c>,
/// where a and b are filters and numbers are columns.
/// </summary>
internal sealed class LaneDrawing(Target target, bool isPooled)
{
    /// <summary>The number of lanes within which <c>EvenLanes</c> and <c>OddLanes</c> of <see cref="VectorText"/> select.</summary>
    private const int Quad = VectorText.QuadLanes;

    public IEnumerable<(string Label, string Text)> Lines()
    {
        string lanes = target.LanesInWords;
        yield return ("sum_r0_f0", $"{Draw(Row('a'))}: a row of {lanes} pixels of filter a; sum_r1_f0 the row below");
        string[] even = Even(Row('a'), Row('b'));
        string[] odd = Odd(Row('a'), Row('b'));
        yield return ("even_r0_f01", $"{Draw(even)}: the even columns of filters a and b");
        yield return ("odd_r0_f01", $"{Draw(odd)}: the odd ones");
        if (isPooled)
        {
            string[] largest = [.. even.Select(lane => $"{char.ToUpperInvariant(lane[0])}{int.Parse(lane.Substring(1)) / 2}")];
            string[] next = [.. largest.Select(lane => $"{(char)(lane[0] + 2)}{lane.Substring(1)}")];
            yield return ("max_f01", $"{Draw(largest)}: the largest of even and odd, of both rows; A0 is that of a0, a1 and the two below them");
            yield return (Output(0, largest), $"{Draw(Even(largest, next))}: channels of {Outputs(largest)}, from max_f01 and max_f23");
            yield return (Output(1, largest), $"{Draw(Odd(largest, next))}: those of the outputs after them");
        }
        else
        {
            string[] next = [.. even.Select(lane => $"{(char)(lane[0] + 2)}{lane.Substring(1)}")];
            yield return (Output(0, even), $"{Draw(Even(even, next))}: channels of {Outputs(even)}, from even_r0_f01 and even_r0_f23");
        }
    }

    private string[] Row(char filter) => [.. Enumerable.Range(0, target.Lanes).Select(column => $"{filter}{column}")];

    /// <summary>Returns the numbers of the outputs in the first of each four lanes.</summary>
    private static int[] Firsts(string[] lanes) =>
        [.. Enumerable.Range(0, lanes.Length / Quad).Select(quad => int.Parse(lanes[quad * Quad].Substring(1)))];

    private static string Outputs(string[] lanes) => $"output {string.Join(", and of output ", Firsts(lanes))}";

    private static string Output(int first, string[] lanes)
    {
        IEnumerable<int> outputs = Firsts(lanes).Select(output => output + first);
        return $"y_o{string.Join(lanes.Length / Quad > 2 ? "_" : "", outputs)}_f0to{Quad - 1}";
    }

    private static string[] Even(string[] a, string[] b) => Transpose(a, b, 0);

    private static string[] Odd(string[] a, string[] b) => Transpose(a, b, 1);

    /// <summary>Returns two lanes of a and two of b for every four lanes.</summary>
    private static string[] Transpose(string[] a, string[] b, int first) =>
    [
        .. Enumerable.Range(0, a.Length / Quad).SelectMany(quad => new[]
        {
            a[quad * Quad + first], a[quad * Quad + first + 2], b[quad * Quad + first], b[quad * Quad + first + 2],
        }),
    ];

    private static string Draw(string[] lanes) => string.Join(" | ",
        Enumerable.Range(0, lanes.Length / Quad).Select(quad => string.Join(" ", lanes.Skip(quad * Quad).Take(Quad))));
}
