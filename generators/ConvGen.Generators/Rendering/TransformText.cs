using System.Globalization;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// Writes M X M^T for a constant matrix M and a square X of vectors: first M times every column, then every row times M^T.
/// What two rows of M, or two columns, have in common up to the sign is computed once.
/// </summary>
internal sealed class TransformText(SourceWriter writer, int[][] matrix)
{
    private int Rows => matrix.Length;

    private int Size => matrix[0].Length;

    /// <param name="x">The name of the element in a row and a column of X.</param>
    /// <param name="half">The letter of the half-transformed values.</param>
    /// <param name="result">The name of the element in a row and a column of the result.</param>
    public void Render(Func<int, int, string> x, string half, Func<int, int, string> result)
    {
        for (int column = 0; column < Size; column++)
        {
            int at = column;
            RenderProduct(row => x(row, at), row => $"{half}_{row}_{at}", $"{half}c{at}");
        }

        writer.Line();
        for (int row = 0; row < Rows; row++)
        {
            int at = row;
            RenderProduct(column => $"{half}_{at}_{column}", column => result(at, column), $"{half}r{at}");
        }
    }

    /// <summary>result[i] = sum over j of M[i, j] * x[j].</summary>
    private void RenderProduct(Func<int, string> x, Func<int, string> result, string temporary)
    {
        if (HasColumnPairs)
        {
            RenderByColumnPairs(x, result, temporary);
            return;
        }

        for (int row = 0; row < Rows; row++)
        {
            if (row + 1 < Rows && IsMirrored(row))
            {
                string even = $"{temporary}_even{row}";
                string odd = $"{temporary}_odd{row}";
                Assign(even, Terms(row, x, column => column % 2 == 0));
                Assign(odd, Terms(row, x, column => column % 2 != 0));
                Assign(result(row), [(1, even), (1, odd)]);
                Assign(result(row + 1), [(1, even), (-1, odd)]);
                row++;
            }
            else
            {
                Assign(result(row), Terms(row, x, _ => true));
            }
        }
    }

    /// <summary>Columns 1 and 2, 3 and 4 have the same factor in a row, up to the sign: their sum or difference enters.</summary>
    private void RenderByColumnPairs(Func<int, string> x, Func<int, string> result, string temporary)
    {
        for (int column = 1; column + 1 < Size - 1; column += 2)
        {
            Assign($"{temporary}_sum{column}", [(1, x(column)), (1, x(column + 1))]);
            Assign($"{temporary}_difference{column}", [(1, x(column)), (-1, x(column + 1))]);
        }

        for (int row = 0; row < Rows; row++)
        {
            var terms = new List<(int, string)> { (matrix[row][0], x(0)), (matrix[row][Size - 1], x(Size - 1)) };
            for (int column = 1; column + 1 < Size - 1; column += 2)
            {
                bool isSum = matrix[row][column] == matrix[row][column + 1];
                terms.Add((matrix[row][column], $"{temporary}_{(isSum ? "sum" : "difference")}{column}"));
            }

            Assign(result(row), terms.Where(term => term.Item1 != 0));
        }
    }

    private bool HasColumnPairs => Rows < Size && Size % 2 == 0 && matrix.All(row =>
        Enumerable.Range(0, (Size - 2) / 2).All(pair => Math.Abs(row[1 + 2 * pair]) == Math.Abs(row[2 + 2 * pair])));

    /// <summary>The next row has the same even elements, and the odd ones with the other sign.</summary>
    private bool IsMirrored(int row) =>
        matrix[row].Count(factor => factor != 0) > 1
        && Enumerable.Range(0, Size).All(column =>
            matrix[row + 1][column] == (column % 2 == 0 ? matrix[row][column] : -matrix[row][column]));

    private IEnumerable<(int Factor, string Name)> Terms(int row, Func<int, string> x, Func<int, bool> isWanted) =>
        Enumerable.Range(0, Size)
            .Where(column => isWanted(column) && matrix[row][column] != 0)
            .Select(column => (matrix[row][column], x(column)));

    private void Assign(string name, IEnumerable<(int Factor, string Name)> terms) =>
        writer.Line($"{VectorText.Floats} {name} = {Combine(terms)};");

    /// <summary>The terms added up, those with factor one first, because they need no multiplication.</summary>
    private static string Combine(IEnumerable<(int Factor, string Name)> terms)
    {
        string sum = "";
        foreach ((float factor, string name) in terms.OrderBy(term => term.Factor == 1 ? 0 : term.Factor == -1 ? 2 : 1))
        {
            string constant = $"Vector256.Create({factor.ToString(CultureInfo.InvariantCulture)}f)";
            sum = (sum, factor) switch
            {
                ("", 1) => name,
                ("", -1) => $"-{name}",
                ("", _) => $"{constant} * {name}",
                (_, 1) => $"{sum} + {name}",
                (_, -1) => $"{sum} - {name}",
                _ => VectorText.MultiplyAdd(constant, name, sum),
            };
        }

        return sum;
    }
}
