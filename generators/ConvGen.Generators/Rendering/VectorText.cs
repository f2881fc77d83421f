using System.Globalization;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The vector instructions of generated code, each defined by its scalar meaning. No other file spells one. All are portable
/// <c>Vector256</c> calls: the JIT makes one AVX2 instruction of each where there is AVX2, and correct code elsewhere.
/// </summary>
internal static class VectorText
{
    public const string Floats = "Vector256<float>";
    public const string Integers = "Vector256<int>";
    public const string Zero = "Vector256<float>.Zero";

    /// <summary>result[i] = memory[offset + i], i from 0 to 7.</summary>
    public static string Load(string memory, int offset = 0) =>
        offset == 0 ? $"Vector256.LoadUnsafe(ref {memory})" : $"Vector256.LoadUnsafe(ref {memory}, {offset})";

    /// <summary>result[i] = memory[index + i], where the index is computed by the generated code.</summary>
    public static string Load(string memory, string index) => $"Vector256.LoadUnsafe(ref Unsafe.Add(ref {memory}, {index}))";

    /// <summary>result[i] = memory[distance + i], where the distance is a constant of the generated code.</summary>
    public static string LoadFar(string memory, string distance) => $"Vector256.LoadUnsafe(ref {memory}, {distance})";

    /// <summary>memory[offset + i] = value[i].</summary>
    public static string Store(string value, string memory, int offset = 0) =>
        offset == 0 ? $"{value}.StoreUnsafe(ref {memory});" : $"{value}.StoreUnsafe(ref {memory}, {offset});";

    /// <summary>memory[index + i] = value[i], where the index is computed by the generated code.</summary>
    public static string Store(string value, string memory, string index) =>
        $"{value}.StoreUnsafe(ref Unsafe.Add(ref {memory}, {index}));";

    /// <summary>result[i] = memory[offset], in all eight lanes.</summary>
    public static string Broadcast(string memory, int offset = 0) => $"Vector256.Create({Element(memory, offset)})";

    private static string LoadHalf(string memory, int offset) =>
        offset == 0 ? $"Vector128.LoadUnsafe(ref {memory})" : $"Vector128.LoadUnsafe(ref {memory}, {offset})";

    /// <summary>memory[offset].</summary>
    public static string Element(string memory, int offset) =>
        offset == 0 ? memory : $"Unsafe.Add(ref {memory}, {offset})";

    /// <summary>A reference to memory[offset].</summary>
    public static string At(string memory, int offset) => $"ref {Element(memory, offset)}";

    /// <summary>Moves a reference on by so many elements.</summary>
    public static string Advance(string reference, int elements) =>
        Advance(reference, elements.ToString(CultureInfo.InvariantCulture));

    /// <summary>Moves a reference on by a named number of elements.</summary>
    public static string Advance(string reference, string elements) =>
        $"{reference} = ref Unsafe.Add(ref {reference}, {elements});";

    /// <summary>result[i] = a[i] * b[i] + c[i], rounded once.</summary>
    public static string MultiplyAdd(string a, string b, string c) => $"{MultiplyAddMethod}({a}, {b}, {c})";

    /// <summary>The method of <see cref="MultiplyAdd"/>, for calls that are wrapped over several lines.</summary>
    public const string MultiplyAddMethod = "Vector256.FusedMultiplyAdd";

    /// <summary>result[i] = the larger of two values, neither of which is NaN; of equals the earlier one.</summary>
    public static string Larger(string earlier, string later) => $"VectorMath.Larger({earlier}, {later})";

    /// <summary>Whether all of value[i] are finite.</summary>
    public static string AreFinite(string value) => $"VectorMath.AreFinite({value})";

    /// <summary>Whether all of memory[i] are finite, i from 0 to length - 1.</summary>
    public static string AreFinite(string memory, string length) => $"VectorMath.AreFinite(ref {memory}, {length})";

    /// <summary>result[i] = the square root of value[i].</summary>
    public static string SquareRoot(string value) => $"Vector256.Sqrt({value})";

    /// <summary>result[i] = tested[i] == 0 ? 0 : value[i].</summary>
    public static string ZeroWhereZero(string value, string tested) =>
        $"Vector256.AndNot({value}, Vector256.Equals({tested}, {Zero}))";

    /// <summary>result[i] = value[i] / count, by the reciprocal of a power of two, which is exact.</summary>
    public static string Share(string value, int count) => count switch
    {
        1 => value,
        _ when (count & (count - 1)) == 0 =>
            $"{value} * Vector256.Create({(1f / count).ToString("G9", CultureInfo.InvariantCulture)}f)",
        _ => $"{value} / Vector256.Create({count}f)",
    };

    /// <summary>sum[i] = a[i] * b[i] + sum[i], rounded once.</summary>
    public static string Accumulate(string sum, string a, string b) => $"{sum} = {MultiplyAdd(a, b, sum)};";

    /// <summary>result[i] = the later where it is larger or NaN, else the earlier: PyTorch's rule for max pooling.</summary>
    public static string Maximum(string earlier, string later) => $"VectorMath.Maximum({earlier}, {later})";

    /// <summary>The same over a window of four.</summary>
    public static string Maximum(string first, string second, string third, string fourth) =>
        $"VectorMath.Maximum({first}, {second}, {third}, {fourth})";

    /// <summary>result = a[0], a[2], b[0], b[2], a[4], a[6], b[4], b[6].</summary>
    public static string EvenLanes(string a, string b) => $"VectorMath.EvenLanes({a}, {b})";

    /// <summary>result = a[1], a[3], b[1], b[3], a[5], a[7], b[5], b[7].</summary>
    public static string OddLanes(string a, string b) => $"VectorMath.OddLanes({a}, {b})";

    /// <summary>result[i] = i &lt; 4 ? lower[i] : upper[i].</summary>
    public static string Halves(string lower, string upper) => $"VectorMath.Halves({lower}, {upper})";

    /// <summary>result[i] = vector[(i + 4) % 8].</summary>
    public static string SwapHalves(string vector) => $"Vector256.Create({vector}.GetUpper(), {vector}.GetLower())";

    /// <summary>result[i] = memory[lower + i], result[4 + i] = memory[upper + i], i from 0 to 3.</summary>
    public static string LoadHalves(string memory, int lower, int upper) =>
        $"Vector256.Create({LoadHalf(memory, lower)}, {LoadHalf(memory, upper)})";

    /// <summary>memory[offset + i] = value[i], i from 0 to 3.</summary>
    public static string StoreLower(string value, string memory, int offset) =>
        Store($"{value}.GetLower()", memory, offset);

    /// <summary>memory[offset + i] = value[4 + i], i from 0 to 3.</summary>
    public static string StoreUpper(string value, string memory, int offset) =>
        Store($"{value}.GetUpper()", memory, offset);

    /// <summary>The sum of the eight lanes, always added in the same order.</summary>
    public static string SumLanes(string vector) => $"VectorMath.SumLanes({vector})";

    /// <summary>result[i] = i &lt; lanes ? all bits : none.</summary>
    public static string FirstLanes(int lanes) => SomeLanes(i => i < lanes);

    /// <summary>result[i] = isOne(i) ? all bits : none.</summary>
    public static string SomeLanes(Func<int, bool> isOne)
    {
        IEnumerable<string> bits = Enumerable.Range(0, VectorSize.Lanes).Select(i => isOne(i) ? "-1" : "0");
        return $"Vector256.Create({string.Join(", ", bits)}).AsSingle()";
    }

    /// <summary>result[i] = i &lt; lanes ? value[i] : 0; the value itself where all lanes stay.</summary>
    public static string KeepFirstLanes(string value, int lanes) =>
        lanes < VectorSize.Lanes ? $"({value} & {FirstLanes(lanes)})" : value;

    /// <summary>result[i] = f(value[i]).</summary>
    public static string Activate(Activation activation, string value) =>
        activation.Function is ActivationFunction.LeakyReLU
            ? $"VectorMath.LeakyReLU({value}, {activation.SlopeText}f)"
            : $"VectorMath.{activation.Function}({value})";

    /// <summary>result[i] = f(value[i]), slope[i] = f'(value[i]), which is declared.</summary>
    public static string Activate(Activation activation, string value, string slope) =>
        $"VectorMath.{activation.Function}({value}, out {Floats} {slope})";

    /// <summary>result[i] = gradient[i] * f'(x[i]), where output[i] = f(x[i]).</summary>
    public static string ActivationGradient(Activation activation, string output, string gradient) => activation.Function switch
    {
        ActivationFunction.Sigmoid => $"{gradient} * ({output} * (Vector256.Create(1f) - {output}))",
        ActivationFunction.Tanh => $"{gradient} * (Vector256.Create(1f) - {output} * {output})",

        // Zero where the output is zero; NaN passes, as in PyTorch.
        ActivationFunction.ReLU =>
            $"Vector256.AndNot({gradient}, Vector256.LessThanOrEqual({output}, {Zero}))",

        // As in PyTorch, NaN passes ELU as it is, and LeakyReLU times the slope.
        ActivationFunction.LeakyReLU => $"Vector256.ConditionalSelect(Vector256.GreaterThan({output}, {Zero}), {gradient}, "
            + $"{gradient} * Vector256.Create({activation.SlopeText}f))",
        ActivationFunction.ELU => $"Vector256.ConditionalSelect(Vector256.LessThanOrEqual({output}, {Zero}), "
            + $"{gradient} * ({output} + Vector256.Create(1f)), {gradient})",
        ActivationFunction.Softplus => $"-{gradient} * VectorMath.ExpMinusOne(-{output})",
        _ => throw Unreachable.Kind(activation),
    };
}
