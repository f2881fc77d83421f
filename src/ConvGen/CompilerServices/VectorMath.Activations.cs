using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.CompilerServices;

/// <content>
/// Activations, within 2 units in the last place. Intermediate results that would lose digits are kept in two floats: a
/// quotient q has a remainder c, so that q + c is accurate to many more digits, and a product with e^x = 2^n (1 + s) is rounded
/// once, as q + (q s + c (1 + s)).
/// </content>
public static partial class VectorMath
{
    // 1 / sqrt(2 pi), the density of the normal distribution at 0.
    private const float DensityAtZero = 0.39894228f;

    // The rational approximation of the normal distribution's tail is valid up to this argument, where the tail is below the
    // smallest float.
    private const float LargestTail = 14.5f;

    /// <summary>x if x > 0, otherwise slope * x; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LeakyReLU(Vector256<float> x, float slope) => AdvSimd.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
        {
            Lower = LeakyReLU(x.GetLower(), slope),
            Upper = LeakyReLU(x.GetUpper(), slope),
        })
        : Select(Vector256.GreaterThan(x, Vector256<float>.Zero), x, x * Vector256.Create(slope));

    /// <summary>x, but <paramref name="min"/> below it and <paramref name="max"/> above it; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Clip(Vector256<float> x, float min, float max) => Avx.IsSupported
        ? Avx.Min(Vector256.Create(max), Avx.Max(Vector256.Create(min), x))
        : AdvSimd.IsSupported
        ? Unsafe.BitCast<FloatHalves, Vector256<float>>(new FloatHalves
        {
            Lower = Clip(x.GetLower(), min, max),
            Upper = Clip(x.GetUpper(), min, max),
        })
        : Smaller(Vector256.Create(max), Larger(x, Vector256.Create(min)));

    /// <summary>The smaller value; <paramref name="x"/> if they are equal or it is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Smaller(Vector256<float> bound, Vector256<float> x) =>
        Select(Vector256.GreaterThan(x, bound), bound, x);

    /// <summary>0 if x &lt;= -3, 1 if x >= 3, otherwise (x + 3) / 6, within 2 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> HardSigmoid(Vector256<float> x)
    {
        // 1 - (3 - x) / 6 for x > 0, because (x + 3) / 6 would be rounded to 1 below 3: the result is 0 or 1 only where the derivative is 0.
        Vector256<float> distance = Larger(Vector256.Create(3f) - Vector256.Abs(x), Vector256<float>.Zero);
        Vector256<float> share = distance / Vector256.Create(6f);
        return Select(Vector256.GreaterThan(x, Vector256<float>.Zero), Vector256<float>.One - share, share);
    }

    /// <summary>x times the hard sigmoid, within 2 units in the last place; NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> HardSwish(Vector256<float> x) =>
        x * (Clip(x + Vector256.Create(3f), 0f, 6f) / Vector256.Create(6f));

    /// <summary>x times the hard sigmoid, and its derivative: 0 if x &lt;= -3, 1 if x >= 3, otherwise
    /// x / 3 + 1 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> HardSwish(Vector256<float> x, out Vector256<float> slope)
    {
        var three = Vector256.Create(3f);
        Vector256<float> inside = x / three + Vector256.Create(0.5f);
        Vector256<float> above = Select(Vector256.GreaterThanOrEqual(x, three), Vector256<float>.One, inside);
        slope = Vector256.AndNot(above, Vector256.LessThanOrEqual(x, -three));
        return HardSwish(x);
    }

    /// <summary>e^x - 1 for x &lt;= 0, with a small relative error even for tiny x; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpMinusOne(Vector256<float> x)
    {
        // Below -20 the result is -1. 2^n (1 + s) - 1 = 2^n s + (2^n - 1), where the bracket is exact or nearly exact.
        x = Vector256.MaxNative(Vector256.Create(-20f), x);
        Vector256<float> s = ExpMinusOne(x, out Vector256<int> exponent);
        Vector256<float> power = PowerOfTwo(exponent);
        return Vector256.MultiplyAddEstimate(power, s, power - Vector256<float>.One);
    }

    /// <summary>x if x > 0, otherwise e^x - 1; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ELU(Vector256<float> x) =>
        Select(Vector256.GreaterThan(x, Vector256<float>.Zero), x, ExpMinusOne(x));

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), which never overflows; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        // ln(1 + e) = ln 2 + ln(1 + (e - 1) / 2): one of the two forms has 1 + f between sqrt(1/2) and sqrt(2).
        Vector256<float> e = Exp(-Vector256.Abs(x));
        var isLarge = Vector256.GreaterThan(e, Vector256.Create(0.414213562f));
        var half = Vector256.Create(0.5f);
        Vector256<float> f = Select(isLarge, Vector256.MultiplyAddEstimate(e, half, -half), e);
        Vector256<float> tail = LogTail(f, isLarge & Vector256.Create(Ln2Rest));
        Vector256<float> logarithm = (isLarge & Vector256.Create(Ln2)) + (f + tail);
        return logarithm + PositivePart(x);
    }

    /// <summary>1 / (1 + e^-x), within 2 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // With e = e^-|x| <= 1 nothing overflows: 1 / (1 + e) if x >= 0, otherwise e / (1 + e).
        var magnitude = Vector256.MinNative(Vector256.Create(104f), Vector256.Abs(x));
        Vector256<float> s = ExpMinusOne(-magnitude, out Vector256<int> exponent);
        Vector256<float> power = PowersOfTwo(exponent, out Vector256<float> otherPower);
        Vector256<float> e = (Vector256<float>.One + s) * power * otherPower;
        Vector256<float> inverse = OneOverOnePlus(e, out Vector256<float> error);
        Vector256<float> rest = inverse * error;
        Vector256<float> negative = TimesOnePlus(inverse, rest, s) * power * otherPower;
        return Select(Vector256.LessThan(x, Vector256<float>.Zero), negative, inverse + rest);
    }

    /// <summary>x / (1 + e^-x); NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SiLU(Vector256<float> x) => SiLU(x, out _);

    /// <summary>x / (1 + e^-x), and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> SiLU(Vector256<float> x, out Vector256<float> slope)
    {
        // Below -120 the result is 0. The power of two is multiplied last: x e^x is still accurate if e^x alone would lose
        // digits to gradual underflow.
        var least = Vector256.Create(-120f);
        Vector256<float> s = ExpMinusOne(Vector256.MaxNative(least, -Vector256.Abs(x)), out Vector256<int> exponent);
        Vector256<float> power = PowersOfTwo(exponent, out Vector256<float> otherPower);
        Vector256<float> e = (Vector256<float>.One + s) * power * otherPower;
        Vector256<float> inverse = OneOverOnePlus(e, out Vector256<float> error);

        var numerator = Vector256.MaxNative(least, x);
        Vector256<float> quotient = numerator * inverse;
        Vector256<float> rest = FusedMultiplyAdd(numerator, inverse, -quotient);
        rest = Vector256.MultiplyAddEstimate(quotient, error, rest);
        Vector256<float> negative = TimesOnePlus(quotient, rest, s) * power * otherPower;

        // From 20 on the result is x; the remainder of infinity would be NaN.
        var isLarge = Vector256.GreaterThan(x, Vector256.Create(20f));
        Vector256<float> positive = Select(isLarge, x, quotient + rest);
        var isNegative = Vector256.LessThan(x, Vector256<float>.Zero);
        Vector256<float> value = Select(isNegative, negative, positive);

        // sigmoid(x) + x sigmoid(x) sigmoid(-x), where infinity times 0 would be NaN.
        Vector256<float> small = e * inverse;
        Vector256<float> sigmoid = Select(isNegative, small, inverse);
        Vector256<float> mirrored = Select(isNegative, inverse, small);
        slope = Vector256.MultiplyAddEstimate(
            Select(isLarge, Vector256<float>.Zero, value), mirrored, sigmoid);
        return value | NaNOfMinusInfinity(x);
    }

    /// <summary>x times the normal distribution function; NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GELU(Vector256<float> x) => GELU(x, out _);

    /// <summary>x times the normal distribution function, and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GELU(Vector256<float> x, out Vector256<float> slope)
    {
        var magnitude = Vector256.Abs(x);

        // Near 0, where Phi(x) = 1/2 + x p(x^2): a Taylor series with its last coefficients fitted.
        var half = Vector256.Create(0.5f);
        Vector256<float> square = x * x;
        var p = Vector256.Create(4.029315896332264e-4f);
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(-1.340158749371767e-3f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(9.998864494264126e-3f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(-6.649173051118851e-2f));
        p = Vector256.MultiplyAddEstimate(p, square, Vector256.Create(0.3989422917366028f));
        var near = Vector256.MultiplyAddEstimate(square, p, half * x);

        // Elsewhere from the tail Phi(-t) = e^(-t^2 / 2) h(v) v, where v = 1 / (1 + bt). t^2 is kept in two floats.
        var t = Vector256.MinNative(Vector256.Create(LargestTail), magnitude);
        Vector256<float> tSquared = t * t;
        Vector256<float> tSquaredRest = FusedMultiplyAdd(t, t, -tSquared);
        Vector256<float> s = ExpMinusOne(-half * tSquared, -half * tSquaredRest, out Vector256<int> exponent);
        Vector256<float> power = PowersOfTwo(exponent, out Vector256<float> otherPower);
        var b = Vector256.Create(0.3125f);
        var divisor = Vector256.MultiplyAddEstimate(b, t, Vector256<float>.One);
        Vector256<float> divisorRest = FusedMultiplyAdd(b, t, Vector256<float>.One - divisor);
        Vector256<float> v = Reciprocal(divisor, divisorRest, out Vector256<float> error);
        Vector256<float> h = TailFactor(v, error, out Vector256<float> hRest);

        Vector256<float> product = t * h;
        Vector256<float> productRest = FusedMultiplyAdd(t, h, -product) + t * hRest;
        Vector256<float> quotient = product * v;
        Vector256<float> rest = FusedMultiplyAdd(product, v, -quotient);
        rest = Vector256.MultiplyAddEstimate(productRest, v, rest);
        rest = Vector256.MultiplyAddEstimate(quotient, error, rest);
        Vector256<float> tail = TimesOnePlus(quotient, rest, s) * power * otherPower;
        Vector256<float> far = PositivePart(x) - tail;
        var isNear = Vector256.LessThan(magnitude, half);

        // Phi(x) + x phi(x).
        Vector256<float> e = (Vector256<float>.One + s) * power * otherPower;
        Vector256<float> below = e * (h * v);
        var isNegative = Vector256.LessThan(x, Vector256<float>.Zero);
        Vector256<float> phi = Select(isNegative, below, Vector256<float>.One - below);
        phi = Select(isNear, Vector256.MultiplyAddEstimate(x, p, half), phi);
        Vector256<float> bounded = Select(isNegative, -t, t);
        slope = Vector256.MultiplyAddEstimate(bounded, e * Vector256.Create(DensityAtZero), phi);
        return Select(isNear, near, far) | NaNOfMinusInfinity(x);
    }

    /// <summary>x tanh(ln(1 + e^x)); NaN for NaN and, as in PyTorch, for minus infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mish(Vector256<float> x) => Mish(x, out _);

    /// <summary>x tanh(ln(1 + e^x)), and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mish(Vector256<float> x, out Vector256<float> slope)
    {
        // With e = e^-|x| <= 1 nothing overflows: tanh(ln(1 + e^x)) = (1 + 2e) / (1 + 2e + 2e^2) if x >= 0, otherwise
        // e (2 + e) / (2 + e (2 + e)). The power of two of the outer e is multiplied last, as in SiLU.
        Vector256<float> one = Vector256<float>.One;
        Vector256<float> two = Vector256.Create(2f), four = Vector256.Create(4f), least = Vector256.Create(-120f);
        Vector256<float> s = ExpMinusOne(Vector256.MaxNative(least, -Vector256.Abs(x)), out Vector256<int> exponent);
        Vector256<float> power = PowersOfTwo(exponent, out Vector256<float> otherPower);
        Vector256<float> e = (one + s) * power * otherPower;
        var isNegative = Vector256.LessThan(x, Vector256<float>.Zero);

        // 1 + 2e or 2 + e, and the divisor, each in two floats.
        Vector256<float> larger = Select(isNegative, two, one);
        Vector256<float> smaller = Select(isNegative, e, e + e);
        Vector256<float> factor = larger + smaller;
        Vector256<float> factorRest = smaller - (factor - larger);
        Vector256<float> otherFactor = Select(isNegative, factor, e);
        Vector256<float> summand = smaller * otherFactor;
        Vector256<float> summandRest = FusedMultiplyAdd(smaller, otherFactor, -summand)
            + Select(isNegative, e * factorRest, factorRest);
        Vector256<float> first = Select(isNegative, two, factor);
        Vector256<float> divisor = first + summand;
        Vector256<float> inverse = Reciprocal(divisor, summand - (divisor - first) + summandRest, out Vector256<float> error);

        var bounded = Vector256.MaxNative(least, x);
        Vector256<float> product = bounded * factor;
        Vector256<float> productRest = FusedMultiplyAdd(bounded, factor, -product) + bounded * factorRest;
        Vector256<float> quotient = product * inverse;
        Vector256<float> rest = FusedMultiplyAdd(product, inverse, -quotient);
        rest = Vector256.MultiplyAddEstimate(productRest, inverse, rest);
        rest = Vector256.MultiplyAddEstimate(quotient, error, rest);
        Vector256<float> negative = TimesOnePlus(quotient, rest, s) * power * otherPower;

        // From 20 on the result is x; the remainder of infinity would be NaN.
        var isLarge = Vector256.GreaterThan(x, Vector256.Create(20f));
        Vector256<float> positive = Select(isLarge, x, quotient + rest);

        // t + x s (1 - t^2), where t is the hyperbolic tangent and s (1 - t^2) is 4 (1 + e) / divisor^2 times e if x < 0, else times e^2.
        Vector256<float> finite = Select(isLarge, Vector256<float>.Zero, bounded);
        Vector256<float> tanh = factor * inverse * Select(isNegative, e, one);
        Vector256<float> rise = Select(isNegative, e, e * e) * Vector256.MultiplyAddEstimate(four, e, four) * inverse * inverse;
        slope = Vector256.MultiplyAddEstimate(finite, rise, tanh);
        return Select(isNegative, negative, positive) | NaNOfMinusInfinity(x);
    }

    /// <summary>h(v) of the normal tail: a polynomial fitted to 2^-29 for 0.48 &lt;= t &lt;= 14.5. Its leading coefficients are
    /// multiples of 2^-25, so that the remainder of the last sum is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> TailFactor(Vector256<float> v, Vector256<float> error, out Vector256<float> rest)
    {
        var p = Vector256.Create(-0.024890707805752754f);
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.11948246508836746f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(-0.2089821696281433f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.14181767404079437f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(-0.051469817757606506f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.07832633703947067f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.08328540623188019f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.11313774436712265f));
        p = Vector256.MultiplyAddEstimate(p, v, Vector256.Create(0.12462100386619568f));
        var first = Vector256.Create(0.12467104196548462f);
        var h = Vector256.MultiplyAddEstimate(p, v, first);

        // The rounding error of the sum, and the effect of the rounding error of v, with h'(v) approximated by 0.04 + 0.623 v.
        var derivative = Vector256.MultiplyAddEstimate(Vector256.Create(0.623f), v, Vector256.Create(0.04f));
        rest = Vector256.MultiplyAddEstimate(derivative * v, error, FusedMultiplyAdd(p, v, first - h));
        return h;
    }

    /// <summary>s and n in e^(x + rest) = 2^n (1 + s), where rest is tiny.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpMinusOne(Vector256<float> x, Vector256<float> rest, out Vector256<int> exponent)
    {
        var shifted =
            Vector256.MultiplyAddEstimate(x, Vector256.Create(1.44269504f), Vector256.Create(IntegerShift));
        Vector256<float> n = shifted - Vector256.Create(IntegerShift);
        Vector256<float> r = FusedMultiplyAdd(n, Vector256.Create(-Ln2), x);
        r += Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Rest), rest);
        exponent = shifted.AsInt32() - Vector256.Create(IntegerShift).AsInt32();
        return ExpMinusOneNearZero(r);
    }

    /// <summary>1 / (1 + e), for 0 &lt;= e &lt;= 1; see <see cref="Reciprocal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OneOverOnePlus(Vector256<float> e, out Vector256<float> error)
    {
        Vector256<float> divisor = Vector256<float>.One + e;
        return Reciprocal(divisor, e - (divisor - Vector256<float>.One), out error);
    }

    /// <summary>y such that y (1 + error) is 1 / (divisor + rest) to many more digits than y alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reciprocal(Vector256<float> divisor, Vector256<float> rest, out Vector256<float> error)
    {
        Vector256<float> y = Vector256<float>.One / divisor;
        error = FusedMultiplyAdd(-y, divisor, Vector256<float>.One);
        error = Vector256.MultiplyAddEstimate(-y, rest, error);
        return y;
    }

    /// <summary>(q + c) (1 + s), with about one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> TimesOnePlus(Vector256<float> q, Vector256<float> c, Vector256<float> s) =>
        q + Vector256.MultiplyAddEstimate(q, s, Vector256.MultiplyAddEstimate(c, s, c));

    /// <summary>x if x > 0, otherwise 0; 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PositivePart(Vector256<float> x) =>
        Vector256.GreaterThan(x, Vector256<float>.Zero) & x;

    /// <summary>NaN if x is minus infinity, which PyTorch multiplies by 0; otherwise zero bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> NaNOfMinusInfinity(Vector256<float> x) =>
        Vector256.LessThan(x, Vector256.Create(float.MinValue));
}
