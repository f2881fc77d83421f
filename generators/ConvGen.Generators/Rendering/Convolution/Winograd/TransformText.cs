using System.Globalization;

namespace ConvGen.Generators.Rendering.Convolution.Winograd;

/// <summary>
/// Renders y = M x for a constant matrix M and vectors x0, x1, ... If two rows or two columns of M have equal elements up to the sign, the
/// common sums are computed once.
/// </summary>
/// <param name="writer">Receives the statements.</param>
/// <param name="matrix">M, row by row.</param>
/// <param name="x">The letter of the given values.</param>
/// <param name="y">The letter of the results.</param>
/// <param name="declaresResults">Whether to declare the results as variables; false if they are parameters.</param>
internal sealed class TransformText(KernelWriter writer, int[][] matrix, string x, string y, bool declaresResults)
{
    private readonly VectorText _simd = writer.Simd;
    private int Rows => matrix.Length;

    private int Size => matrix[0].Length;

    public void Render()
    {
        if (HasColumnPairs)
        {
            RenderByColumnPairs();
            return;
        }

        int[] mirrored = [.. Enumerable.Range(0, Rows - 1).Where(IsMirrored)];
        if (mirrored.Length > 0)
        {
            IEnumerable<string> pairs = mirrored.Select((row, i) =>
                $"{(i == 0 ? "Rows" : "rows")} {row} and {row + 1}{(i == 0 ? " differ" : "")} in {(i == 0 ? "the sign" : "that")} of {Odd(row)}");
            writer.Comment($"{string.Join(", ", pairs)}.");
        }

        for (int row = 0; row < Rows; row++)
        {
            if (mirrored.Contains(row))
            {
                string even = Name($"even{row}", Terms(row, column => column % 2 == 0));
                string odd = Name($"odd{row}", OddTerms(row));
                Assign(row, [(1, even), (1, odd)]);
                Assign(row + 1, [(1, even), (-1, odd)]);
                row++;
            }
            else
            {
                Assign(row, Terms(row, _ => true));
            }
        }
    }

    /// <summary>Renders the product by pairs of columns. In every row, columns 1 and 2 have equal factors up to the sign, as do 3 and 4:
    /// the row uses the sum or the difference of the two values.</summary>
    private void RenderByColumnPairs()
    {
        for (int column = 1; column + 1 < Size - 1; column += 2)
        {
            Name($"sum{column}", [(1, $"{x}{column}"), (1, $"{x}{column + 1}")]);
            Name($"difference{column}", [(1, $"{x}{column}"), (-1, $"{x}{column + 1}")]);
        }

        for (int row = 0; row < Rows; row++)
        {
            var terms = new List<(int, string)> { (matrix[row][0], $"{x}0"), (matrix[row][Size - 1], $"{x}{Size - 1}") };
            for (int column = 1; column + 1 < Size - 1; column += 2)
            {
                bool isSum = matrix[row][column] == matrix[row][column + 1];
                terms.Add((matrix[row][column], $"{(isSum ? "sum" : "difference")}{column}"));
            }

            Assign(row, terms.Where(term => term.Item1 != 0));
        }
    }

    private bool HasColumnPairs => Rows < Size && Size % 2 == 0 && matrix.All(row =>
        Enumerable.Range(0, (Size - 2) / 2).All(pair => Math.Abs(row[1 + 2 * pair]) == Math.Abs(row[2 + 2 * pair])));

    /// <summary>Whether the next row has the same even elements, and the odd ones with the opposite sign.</summary>
    private bool IsMirrored(int row) =>
        matrix[row].Count(factor => factor != 0) > 1
        && Enumerable.Range(0, Size).All(column =>
            matrix[row + 1][column] == (column % 2 == 0 ? matrix[row][column] : -matrix[row][column]));

    private (int Factor, string Name)[] OddTerms(int row) => Terms(row, column => column % 2 != 0);

    /// <summary>The name of the odd terms of a row: that of the value where there is one with the factor 1.</summary>
    private string Odd(int row)
    {
        (int Factor, string Name)[] terms = OddTerms(row);
        return terms.Length == 1 && terms[0].Factor == 1 ? terms[0].Name : $"odd{row}";
    }

    private (int Factor, string Name)[] Terms(int row, Func<int, bool> isWanted) =>
    [
        .. Enumerable.Range(0, Size)
            .Where(column => isWanted(column) && matrix[row][column] != 0)
            .Select(column => (matrix[row][column], $"{x}{column}")),
    ];

    /// <summary>Declares a variable for a sum of terms and returns its name; a single value keeps its own name.</summary>
    private string Name(string name, (int Factor, string Name)[] terms)
    {
        if (terms.Length == 1 && terms[0].Factor == 1)
        {
            return terms[0].Name;
        }

        RenderSum($"{_simd.Floats} {name}", terms);
        return name;
    }

    private void Assign(int row, IEnumerable<(int Factor, string Name)> terms) =>
        RenderSum(declaresResults ? $"{_simd.Floats} {y}{row}" : $"{y}{row}", terms);

    /// <summary>Renders a sum of terms. Those with factor 1 come first, because they need no multiplication.</summary>
    private void RenderSum(string target, IEnumerable<(int Factor, string Name)> terms)
    {
        (int Factor, string Name)[] ordered = [.. terms.OrderBy(term => term.Factor == 1 ? 0 : term.Factor == -1 ? 2 : 1)];
        (int factor, string name) = ordered[ordered.Length - 1];
        string sum = ordered.Take(ordered.Length - 1).Aggregate("", Add);
        if (sum != "" && Math.Abs(factor) != 1)
        {
            writer.Call($"{target} = {_simd.MultiplyAddMethod}", Constant(factor), name, sum);
            return;
        }

        writer.Line($"{target} = {Add(sum, (factor, name))};");
    }

    private string Add(string sum, (int Factor, string Name) term) => (sum, term.Factor) switch
    {
        ("", 1) => term.Name,
        ("", -1) => $"-{term.Name}",
        ("", _) => $"{Constant(term.Factor)} * {term.Name}",
        (_, 1) => $"{sum} + {term.Name}",
        (_, -1) => $"{sum} - {term.Name}",
        _ => _simd.MultiplyAdd(Constant(term.Factor), term.Name, sum),
    };

    private string Constant(int factor) => _simd.Create($"{factor.ToString(CultureInfo.InvariantCulture)}f");
}
