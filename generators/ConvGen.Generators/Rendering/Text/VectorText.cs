using System.Globalization;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>
/// Renders the vector instructions of generated code, each documented by its scalar meaning. Only this file contains them. All are
/// portable calls for vectors of the target's width: the JIT compiles most of them to one instruction if the processor supports it, and
/// to correct code otherwise. Static members return text that does not depend on the width.
/// </summary>
internal sealed class VectorText(Target target)
{
    private readonly string _vector = TypeOf(target.Lanes);
    private readonly string _half = TypeOf(target.Lanes / 2);

    /// <summary>The number of floats in a vector.</summary>
    public int Lanes => target.Lanes;

    /// <summary>The number of vectors that hold the given number of floats.</summary>
    public int Vectors(int floats) => target.Vectors(floats);

    /// <summary>The number of lanes as a word, for comments: eight.</summary>
    public string LanesInWords => target.LanesInWords;

    /// <summary>A comment above a loop over vectors, such as <c>Eight channels at a time.</c></summary>
    public string AtATime(string noun) => $"{AtATimeWords(noun)}.";

    /// <summary>A comment that also describes the loop body: <c>Eight channels at a time: the mean of a window.</c></summary>
    public string AtATime(string noun, string what) => $"{AtATimeWords(noun)}: {what}.";

    private string AtATimeWords(string noun) =>
        $"{char.ToUpperInvariant(LanesInWords[0])}{LanesInWords.Substring(1)} {noun} at a time";

    /// <summary>The type of a vector of floats, which every kernel file gives this name.</summary>
    public string Floats { get; private init; } = "Floats";

    /// <summary>Returns the text for vectors of the given number of floats, which may be narrower than the target's.</summary>
    public VectorText OfLanes(int lanes) => lanes == Lanes
        ? this
        : new VectorText(target with { Lanes = lanes }) { Floats = $"{TypeOf(lanes)}<float>" };

    /// <summary>The using directive that defines <see cref="Floats"/>.</summary>
    public string UsingFloats => $"using {Floats} = global::System.Runtime.Intrinsics.{_vector}<float>;";

    public string Integers => $"{_vector}<int>";

    public string Zero => $"{Floats}.Zero";

    public string AllBitsSet => $"{Floats}.AllBitsSet";

    /// <summary>The type that holds the given number of floats, without its type argument.</summary>
    private static string TypeOf(int lanes) => lanes switch
    {
        4 => "Vector128",
        8 => "Vector256",
        16 => "Vector512",
        _ => throw new ArgumentOutOfRangeException(nameof(lanes), lanes, "There are vectors of 4, 8 and 16 floats."),
    };

    /// <summary>result[i] = memory[offset + i].</summary>
    public string Load(string memory, int offset = 0) =>
        offset == 0 ? $"{_vector}.LoadUnsafe(ref {memory})" : $"{_vector}.LoadUnsafe(ref {memory}, {offset})";

    /// <summary>result[i] = memory[index + i], where the index is an expression in generated code.</summary>
    public string Load(string memory, string index) => $"{_vector}.LoadUnsafe({At(memory, index)})";

    /// <summary>result[i] = memory[distance + i], where the distance is a constant in generated code.</summary>
    public string LoadFar(string memory, string distance) => LoadFar(_vector, memory, distance);

    private static string LoadFar(string type, string memory, string distance) =>
        distance == "0" ? $"{type}.LoadUnsafe(ref {memory})" : $"{type}.LoadUnsafe(ref {memory}, {distance})";

    /// <summary>memory[offset + i] = value[i].</summary>
    public static string Store(string value, string memory, int offset = 0) =>
        offset == 0 ? $"{value}.StoreUnsafe(ref {memory});" : $"{value}.StoreUnsafe(ref {memory}, {offset});";

    /// <summary>memory[distance + i] = value[i], where the distance is a constant in generated code.</summary>
    public static string StoreFar(string value, string memory, string distance) =>
        distance == "0" ? $"{value}.StoreUnsafe(ref {memory});" : $"{value}.StoreUnsafe(ref {memory}, {distance});";

    /// <summary>memory[index + i] = value[i], where the index is an expression in generated code.</summary>
    public static string Store(string value, string memory, string index) =>
        $"{value}.StoreUnsafe({At(memory, index)});";

    /// <summary>result[i] = memory[offset], in all lanes.</summary>
    public string Broadcast(string memory, int offset = 0) => Create(Element(memory, offset));

    /// <summary>result[i] = memory[offset], in all lanes, where the offset is an expression in generated code.</summary>
    public string Broadcast(string memory, string offset) => Create(Element(memory, offset));

    /// <summary>result[i] = value, in all lanes.</summary>
    public string Create(string value) => $"{_vector}.Create({value})";

    /// <summary>memory[offset].</summary>
    public static string Element(string memory, int offset) =>
        offset == 0 ? memory : $"Unsafe.Add(ref {memory}, {offset})";

    /// <summary>memory[offset], where the offset is an expression in generated code.</summary>
    public static string Element(string memory, string offset) =>
        offset == "0" ? memory : $"Unsafe.Add(ref {memory}, {offset})";

    /// <summary>A reference to memory[offset], where the offset is an expression in generated code.</summary>
    public static string At(string memory, string offset) => $"ref {Element(memory, offset)}";

    /// <summary>A reference to memory[offset].</summary>
    public static string At(string memory, int offset) => $"ref {Element(memory, offset)}";

    /// <summary>Advances a reference by a number of elements.</summary>
    public static string Advance(string reference, int elements) =>
        Advance(reference, elements.ToString(CultureInfo.InvariantCulture));

    /// <summary>Advances a reference by a number of elements that is an expression in generated code.</summary>
    public static string Advance(string reference, string elements) =>
        $"{reference} = ref Unsafe.Add(ref {reference}, {elements});";

    /// <summary>result[i] = a[i] * b[i] + c[i], rounded once where the processor has a fused multiply-add; elsewhere the product is
    /// rounded, too. (<c>FusedMultiplyAdd</c> would be computed lane by lane there, a hundred times slower.) Both methods give the same
    /// bits. The helper is only for the target that needs it, because the JIT inlines a limited number of calls per method.</summary>
    public string MultiplyAdd(string a, string b, string c) => $"{MultiplyAddMethod}({a}, {b}, {c})";

    /// <summary>The method of <see cref="MultiplyAdd"/>, for calls that are split over several lines.</summary>
    public string MultiplyAddMethod =>
        target.IsInterpreted ? "VectorMath.MultiplyAdd" : $"{_vector}.MultiplyAddEstimate";

    /// <summary>result[i] = the larger of two values that are not NaN; if they are equal, the earlier one.</summary>
    public static string Larger(string earlier, string later) => $"VectorMath.Larger({earlier}, {later})";

    /// <summary>Whether all of value[i] are finite.</summary>
    public static string AreFinite(string value) => $"VectorMath.AreFinite({value})";

    /// <summary>Whether all of memory[i] are finite, i from 0 to length - 1.</summary>
    public static string AreFinite(string memory, string length) => $"VectorMath.AreFinite(ref {memory}, {length})";

    /// <summary>result[i] = the absolute value of value[i].</summary>
    public string Abs(string value) => $"{_vector}.Abs({value})";

    /// <summary>result[i] = the larger of a[i] and b[i], with the processor's treatment of NaN and signed zeros.</summary>
    public string MaxNative(string a, string b) => $"{_vector}.MaxNative({a}, {b})";

    /// <summary>result[i] = mask[i] ? value[i] : other[i].</summary>
    public static string Select(string mask, string value, string other) => $"VectorMath.Select({mask}, {value}, {other})";

    /// <summary>result[i] = a[i] == b[i] ? all bits : none.</summary>
    public string AreEqual(string a, string b) => $"{_vector}.Equals({a}, {b})";

    /// <summary>result[i] = a[i] &gt; b[i] ? all bits : none.</summary>
    public string AreGreater(string a, string b) => $"{_vector}.GreaterThan({a}, {b})";

    /// <summary>result[i] = the square root of value[i].</summary>
    public string SquareRoot(string value) => $"{_vector}.Sqrt({value})";

    /// <summary>result[i] = tested[i] == 0 ? 0 : value[i].</summary>
    public string ZeroWhereZero(string value, string tested) =>
        $"{_vector}.AndNot({value}, {_vector}.Equals({tested}, {Zero}))";

    /// <summary>result[i] = value[i] / count. If count is a power of two, multiplies by its reciprocal, which is exact.</summary>
    public string Share(string value, int count) => count switch
    {
        1 => value,
        _ when (count & (count - 1)) == 0 =>
            $"{value} * {_vector}.Create({(1f / count).ToString("G9", CultureInfo.InvariantCulture)}f)",
        _ => $"{value} / {_vector}.Create({count}f)",
    };

    /// <summary>sum[i] = a[i] * b[i] + sum[i], rounded as <see cref="MultiplyAdd"/> is.</summary>
    public string Accumulate(string sum, string a, string b) => $"{sum} = {MultiplyAdd(a, b, sum)};";

    /// <summary>result[i] = the later value if it is larger or NaN, else the earlier one: PyTorch's rule for max pooling.</summary>
    public static string Maximum(string earlier, string later) => $"VectorMath.Maximum({earlier}, {later})";

    /// <summary>The same rule for a window of four values.</summary>
    public static string Maximum(string first, string second, string third, string fourth) =>
        $"VectorMath.Maximum({first}, {second}, {third}, {fourth})";

    /// <summary>For each four lanes of a and b: a[0], a[2], b[0], b[2].</summary>
    public static string EvenLanes(string a, string b) => $"VectorMath.EvenLanes({a}, {b})";

    /// <summary>For each four lanes of a and b: a[1], a[3], b[1], b[3].</summary>
    public static string OddLanes(string a, string b) => $"VectorMath.OddLanes({a}, {b})";

    /// <summary>result[i] = i &lt; half ? lower[i] : upper[i].</summary>
    public static string Halves(string lower, string upper) => $"VectorMath.Halves({lower}, {upper})";

    /// <summary>result[i] = value[(i + half) % lanes], where half is half the number of lanes.</summary>
    public string SwapHalves(string value) => $"{_vector}.Create({value}.GetUpper(), {value}.GetLower())";

    /// <summary>result[i] = memory[lower + i], result[half + i] = memory[upper + i], i below half.</summary>
    public string LoadHalves(string memory, string lower, string upper) =>
        $"{_vector}.Create({LoadFar(_half, memory, lower)}, {LoadFar(_half, memory, upper)})";

    /// <summary>The number of lanes within which <see cref="EvenLanes"/> and <see cref="OddLanes"/> select.</summary>
    public const int QuadLanes = 4;

    /// <summary>memory[offset + i] = value[4 quad + i], i below 4.</summary>
    public string StoreQuad(string value, int quad, string memory, string offset)
    {
        for (int lanes = Lanes; lanes > QuadLanes; lanes /= 2)
        {
            bool isUpper = quad >= lanes / 2 / QuadLanes;
            value += isUpper ? ".GetUpper()" : ".GetLower()";
            quad -= isUpper ? lanes / 2 / QuadLanes : 0;
        }

        return StoreFar(value, memory, offset);
    }

    /// <summary>The sum of the lanes, always added in the same order.</summary>
    public static string SumLanes(string vector) => $"VectorMath.SumLanes({vector})";

    /// <summary>result[i] = i &lt; lanes ? all bits : none.</summary>
    public string FirstLanes(int lanes) => SomeLanes(i => i < lanes);

    /// <summary>result[i] = isOne(i) ? all bits : none.</summary>
    public string SomeLanes(Func<int, bool> isOne)
    {
        IEnumerable<string> bits = Enumerable.Range(0, Lanes).Select(i => isOne(i) ? "-1" : "0");
        return $"{_vector}.Create({string.Join(", ", bits)}).AsSingle()";
    }

    /// <summary>result[i] = i &lt; lanes ? value[i] : 0; the value itself if all lanes are kept.</summary>
    public string KeepFirstLanes(string value, int lanes) =>
        lanes < Lanes ? $"({value} & {FirstLanes(lanes)})" : value;

    /// <summary>The last vector of a number of channels, with zeros in the lanes after the last channel.</summary>
    public string KeepChannels(string value, int channels) => KeepFirstLanes(value, (channels - 1) % Lanes + 1);

    /// <summary>result[i] = f(value[i]).</summary>
    public static string Activate(Activation activation, string value) => activation.Function switch
    {
        ActivationFunction.LeakyReLU => $"VectorMath.LeakyReLU({value}, {activation.SlopeText}f)",
        ActivationFunction.ReLU6 or ActivationFunction.Clip =>
            $"VectorMath.Clip({value}, {activation.MinText}f, {activation.MaxText}f)",
        _ => $"VectorMath.{activation.Function}({value})",
    };

    /// <summary>result[i] = f(value[i]), slope[i] = f'(value[i]); declares the variable slope.</summary>
    public string Activate(Activation activation, string value, string slope) =>
        $"VectorMath.{activation.Function}({value}, out {Floats} {slope})";

    /// <summary>result[i] = gradient[i] * f'(x[i]), where output[i] = f(x[i]).</summary>
    public string ActivationGradient(Activation activation, string output, string gradient) => activation.Function switch
    {
        ActivationFunction.Sigmoid => $"{gradient} * ({output} * ({_vector}.Create(1f) - {output}))",
        ActivationFunction.Tanh => $"{gradient} * ({_vector}.Create(1f) - {output} * {output})",

        // Zero if the output is zero. NaN is kept, as in PyTorch.
        ActivationFunction.ReLU =>
            $"{_vector}.AndNot({gradient}, {_vector}.LessThanOrEqual({output}, {Zero}))",

        // For NaN, ELU returns the gradient and LeakyReLU the gradient times the slope, as in PyTorch.
        ActivationFunction.LeakyReLU => $"VectorMath.Select({_vector}.GreaterThan({output}, {Zero}), {gradient}, "
            + $"{gradient} * {_vector}.Create({activation.SlopeText}f))",
        ActivationFunction.ELU => $"VectorMath.Select({_vector}.LessThanOrEqual({output}, {Zero}), "
            + $"{gradient} * ({output} + {_vector}.Create(1f)), {gradient})",

        // Zero at both bounds, too, and NaN is kept, as in PyTorch's hardtanh.
        ActivationFunction.ReLU6 or ActivationFunction.Clip =>
            $"{_vector}.AndNot({gradient}, {_vector}.LessThanOrEqual({output}, {Create($"{activation.MinText}f")}) | "
            + $"{_vector}.GreaterThanOrEqual({output}, {Create($"{activation.MaxText}f")}))",

        // For NaN the comparisons are false, and the result is zero, as in PyTorch.
        ActivationFunction.HardSigmoid =>
            $"{gradient} * {Create("1f / 6f")} & ({_vector}.GreaterThan({output}, {Zero}) & "
            + $"{_vector}.LessThan({output}, {Create("1f")}))",
        ActivationFunction.Softplus => $"-{gradient} * VectorMath.ExpMinusOne(-{output})",
        _ => throw Unreachable.Kind(activation),
    };
}
