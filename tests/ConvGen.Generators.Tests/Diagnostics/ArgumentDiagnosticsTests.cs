using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG01x: single arguments of an attribute.</summary>
public sealed class ArgumentDiagnosticsTests
{
    [Fact]
    public void A_size_of_zero_is_reported_at_its_argument() => Analyze.Expect(
        "[Network(1, {|CVG011:0|}, 28)] [Dense(10)] partial class Net;",
        "height of [Network] is 0; it must be at least 1");

    [Fact]
    public void Several_invalid_arguments_are_reported_together() => Analyze.Expect(
        """
        [Network({|CVG011:-1|})]
        [Conv({|CVG011:0|}, {|CVG011:0|}, Stride = {|CVG011:0|}, Pad = {|CVG011:-2|})]
        [Dense({|CVG011:-10|})]
        partial class Net;
        """,
        [
            "length of [Network] is -1; it must be at least 1",
            "filters of [Conv] is 0; it must be at least 1",
            "kernel of [Conv] is 0; it must be at least 1",
            "Stride of [Conv] is 0; it must be at least 1",
            "Pad of [Conv] is -2; it must be at least 0",
            "units of [Dense] is -10; it must be at least 1",
        ]);

    [Fact]
    public void Arguments_by_name_are_found_in_any_order() => Analyze.Expect(
        "[Network(1, 9, 9)] [Conv(kernelWidth: 3, kernelHeight: {|CVG011:-3|}, filters: 2)] partial class Net;",
        "kernelHeight of [Conv] is -3; it must be at least 1");

    [Fact]
    public void Every_size_argument_of_every_kind_is_checked()
    {
        string[] sources =
        [
            "[Network(1, 9, 9)] [Conv(1, 1, StrideY = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, StrideX = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, PadTop = {|CVG011:-1|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, PadLeft = {|CVG011:-1|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, PadBottom = {|CVG011:-1|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, PadRight = {|CVG011:-1|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, Groups = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, Dilation = {|CVG011:-1|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, DilationY = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [Conv(1, 1, DilationX = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool({|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool({|CVG011:0|}, 1)] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool(1, {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool(2, Stride = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool(2, StrideY = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool(2, StrideX = {|CVG011:0|})] partial class Net;",
            "[Network(1, 9, 9)] [MaxPool(2, Pad = {|CVG011:-1|})] partial class Net;",
            "[Network({|CVG011:0|}, 9, 9)] [Dense(1)] partial class Net;",
            "[Network(1, 9, {|CVG011:0|})] [Dense(1)] partial class Net;",
        ];
        Assert.All(sources, source =>
        {
            var marked = MarkedSource.Parse(source);
            MarkedSpan expected = Assert.Single(marked.Spans);
            Assert.Equal(
                expected.Span, Assert.Single(Analyze.DiagnosticsOf(Compile.Sources(marked.Text))).Location.SourceSpan);
        });
    }

    [Fact]
    public void A_size_beyond_the_limit_is_reported_with_the_limit() => Analyze.Expect(
        "[Network(784)] [Dense({|CVG012:int.MaxValue|})] partial class Net;",
        "units of [Dense] is 2,147,483,647; it must be at most 16,777,216");

    [Fact]
    public void A_dilated_kernel_above_the_limit_is_reported() => Analyze.Expect(
        """
        [Network(3, 28, 28)]
        [Conv(20, 5, Dilation = {|CVG012:16777216|}, Same = true)]
        [Conv(20, 3, 2, DilationY = {|CVG012:8388608|}, DilationX = 16777215, Same = true)]
        partial class Net;
        """,
        [
            "height of the dilated kernel of [Conv] is 67,108,865; it must be at most 16,777,216",
            "height of the dilated kernel of [Conv] is 16,777,217; it must be at most 16,777,216",
        ]);

    [Fact]
    public void The_largest_size_is_allowed() => Analyze.ExpectNothing(
        "[Network(1)] [Dense(16_777_216)] partial class Net;");

    [Fact]
    public void A_dilated_window_above_the_limit_is_reported() => Analyze.Expect(
        "[Network(1, 9, 9)] [MaxPool(3, Dilation = {|CVG012:16_000_000|})] partial class Net;",
        "size of the dilated window of [MaxPool] is 32,000,001; it must be at most 16,777,216");

    [Fact]
    public void Groups_and_dilation_of_one_are_allowed() => Analyze.ExpectNothing(
        "[Network(4, 28, 28)] [Conv(2, 5, Groups = 1, Dilation = 1)] [MaxPool(2, Dilation = 1)] partial class Net;");

    [Theory]
    [InlineData("Pad")]
    [InlineData("PadTop")]
    [InlineData("PadLeft")]
    [InlineData("PadBottom")]
    [InlineData("PadRight")]
    public void Same_excludes_every_explicit_padding(string padding) => Analyze.Expect(
        $"[Network(1, 28, 28)] [Conv(20, 5, {padding} = {{|CVG014:2|}}, Same = true)] partial class Net;",
        $"{padding} contradicts Same = true, which chooses the padding itself; remove one of them");

    [Fact]
    public void Padding_without_Same_is_allowed() => Analyze.ExpectNothing(
        "[Network(1, 28, 28)] [Conv(2, 5, Pad = 2, Same = false)] partial class Net;");

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("2f", "2")]
    public void A_rate_is_a_probability_below_one(string rate, string text) => Analyze.Expect(
        $"[Network(784)] [Dense(2)] [Dropout({{|CVG016:{rate}|}})] partial class Net;",
        $"rate of [Dropout] is {text}; it must be at least 0 and below 1");

    [Theory]
    [InlineData("0")]
    [InlineData("0.5f, Inverted = false")]
    [InlineData("0.999999")]
    public void Rates_below_one_are_allowed(string arguments) => Analyze.ExpectNothing(
        $"[Network(784)] [Dropout({arguments})] [Dense(2)] partial class Net;");

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.NegativeInfinity", "-Infinity")]
    [InlineData("-1e39", "-1E+39")]
    public void A_lower_bound_is_finite(string min, string text) => Analyze.Expect(
        $"[Network(784)] [Dense(2)] [Clip({{|CVG016:{min}|}}, 1)] partial class Net;",
        $"min of [Clip] is {text}; it must be finite");

    [Theory]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    [InlineData("0.5", "0.5")]
    [InlineData("-1", "-1")]
    [InlineData("0.5000000001", "0.5000000001")]
    public void An_upper_bound_is_finite_and_above_the_lower_one(string max, string text)
    {
        string message = $"max of [Clip] is {text}; it must be finite and above min, which is 0.5";
        Analyze.Expect($"[Network(784)] [Dense(2)] [Clip(0.5, {{|CVG016:{max}|}})] partial class Net;", message);
        Analyze.Expect($"[Network(784)] [Dense(2)] [Clip(max: {{|CVG016:{max}|}}, min: 0.5f)] partial class Net;", message);
    }

    [Fact]
    public void Both_bounds_are_reported() => Analyze.Expect(
        "[Network(784)] [Dense(2)] [Clip({|CVG016:double.NaN|}, {|CVG016:1e40|})] partial class Net;",
        ["min of [Clip] is NaN; it must be finite", "max of [Clip] is 1E+40; it must be finite"]);

    [Theory]
    [InlineData("-1, 1")]
    [InlineData("0.5, 0.5000001")]
    [InlineData("float.MinValue, float.MaxValue")]
    [InlineData("-3.4028235E+38, 3.4028235E+38")]
    public void Bounds_in_order_are_allowed(string bounds) => Analyze.ExpectNothing(
        $"[Network(784)] [Dense(2)] [Clip({bounds})] partial class Net;");

    [Theory]
    [InlineData("Momentum = {|CVG016:-0.1|}", "Momentum of [BatchNorm] is -0.1; it must be from 0 to 1")]
    [InlineData("Momentum = {|CVG016:1.5|}", "Momentum of [BatchNorm] is 1.5; it must be from 0 to 1")]
    [InlineData("Momentum = {|CVG016:double.NaN|}", "Momentum of [BatchNorm] is NaN; it must be from 0 to 1")]
    [InlineData("Epsilon = {|CVG016:0|}", "Epsilon of [BatchNorm] is 0; it must be above 0 and finite as a float")]
    [InlineData("Epsilon = {|CVG016:-1e-5|}", "Epsilon of [BatchNorm] is -1E-05; it must be above 0 and finite as a float")]
    [InlineData("Epsilon = {|CVG016:1e-60|}", "Epsilon of [BatchNorm] is 1E-60; it must be above 0 and finite as a float")]
    [InlineData("Epsilon = {|CVG016:1e300|}", "Epsilon of [BatchNorm] is 1E+300; it must be above 0 and finite as a float")]
    [InlineData("Epsilon = {|CVG016:double.NaN|}", "Epsilon of [BatchNorm] is NaN; it must be above 0 and finite as a float")]
    public void Settings_of_a_normalization_that_are_out_of_range(string argument, string message) =>
        Analyze.Expect($"[Network(784)] [BatchNorm({argument})] [Dense(2), MeanSquaredError] partial class Net;", message);

    [Theory]
    [InlineData("Momentum = 0")]
    [InlineData("Momentum = 1, Epsilon = 1e-30")]
    [InlineData("Epsilon = 1e30, Name = \"Norm\"")]
    public void Settings_of_a_normalization_at_their_limits_are_accepted(string arguments) =>
        Analyze.ExpectNothing($"[Network(784)] [BatchNorm({arguments})] [Dense(2), MeanSquaredError] partial class Net;");

    [Theory]
    [InlineData("-0.5", "-0.5")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("double.PositiveInfinity", "Infinity")]
    [InlineData("1e39", "1E+39")]
    public void A_slope_is_finite_and_not_negative(string slope, string text) => Analyze.Expect(
        $"[Network(784)] [Dense(2)] [LeakyReLU({{|CVG016:{slope}|}})] partial class Net;",
        $"slope of [LeakyReLU] is {text}; it must be finite and at least 0");

    [Theory]
    [InlineData("")]
    [InlineData("(0)")]
    [InlineData("(0.2f)")]
    [InlineData("(slope: 3)")]
    public void Slopes_from_zero_on_are_allowed(string arguments) => Analyze.ExpectNothing(
        $"[Network(784)] [Dense(2)] [LeakyReLU{arguments}] partial class Net;");

    [Fact]
    public void An_initialiser_that_does_not_exist_is_reported() => Analyze.Expect(
        "[Network(784, Init = {|CVG015:(Init)9|})] [Dense(10)] partial class Net;",
        "Init = 9 is not an initialiser; use Init.He, Init.Glorot, Init.LeCun, Init.Book");

    [Theory]
    [InlineData("He")]
    [InlineData("Glorot")]
    [InlineData("LeCun")]
    [InlineData("Book")]
    public void Every_initialiser_is_allowed(string init) => Analyze.ExpectNothing(
        $"[Network(784, Init = Init.{init})] [Dense(10)] partial class Net;");

    [Fact]
    public void A_variable_as_an_argument_is_reported() => Analyze.Expect(
        """
        [Network(784)]
        [Dense({|CVG010:Sizes.Hidden|})]
        partial class Net;
        static class Sizes { public static int Hidden = 30; }
        """,
        "The argument 'units' of [Dense] is incomplete or not a constant, so nothing is generated for Net");

    [Fact]
    public void A_named_constant_is_allowed() => Analyze.ExpectNothing(
        """
        [Network(784)]
        [Dense(Sizes.Hidden * 2), Dense(Hidden)]
        partial class Net { private const int Hidden = 4; }
        static class Sizes { public const int Hidden = 30; }
        """);

    [Fact]
    public void Half_typed_properties_are_reported_at_the_argument() => Analyze.Expect(
        "[Network(1, 28, 28)] [Conv(20, 5, Stride = {|CVG010:tw|})] partial class Net;",
        "The argument 'Stride' of [Conv] is incomplete or not a constant, so nothing is generated for Net");

    [Theory]
    [InlineData("{|CVG010:Conv|}(20)")]
    [InlineData("{|CVG010:Conv|}")]
    [InlineData("{|CVG010:Conv|}(\"20\", 5)")]
    [InlineData("{|CVG010:Conv|}(20, 5, 5, 5)")]
    public void An_argument_list_that_fits_no_constructor_is_reported_at_the_attribute(string layer) => Analyze.Expect(
        $"[Network(1, 28, 28)] [{layer}] partial class Net;",
        "The argument list of [Conv] is incomplete or not a constant, so nothing is generated for Net");

    [Theory]
    [InlineData("{|CVG016:double.NaN|}", "factor of [Scale] is NaN; it must be finite")]
    [InlineData("1, {|CVG016:1e300|}", "offset of [Scale] is 1E+300; it must be finite")]
    [InlineData("new[] { 1, {|CVG016:double.NaN|} }", "factors[1] of [Scale] is NaN; it must be finite")]
    [InlineData("new double[] { 1, 2 }, new[] { 1, {|CVG016:1e300|} }", "offsets[1] of [Scale] is 1E+300; it must be finite")]
    public void Numbers_that_are_not_finite_are_reported_at_themselves(string arguments, string message) =>
        Analyze.Expect($"[Network(2)] [Scale({arguments}), Dense(2)] partial class Net;", message);

    [Theory]
    [InlineData("LayerNorm", "0")]
    [InlineData("LayerNorm", "1E-60")]
    [InlineData("InstanceNorm", "-1")]
    public void The_epsilon_of_a_normalization_is_checked(string kind, string epsilon) => Analyze.Expect(
        $"[Network(2, 4, 4)] [{kind}(Epsilon = {{|CVG016:{epsilon}|}}), Dense(2)] partial class Net;",
        $"Epsilon of [{kind}] is {epsilon}; it must be above 0 and finite as a float");
}
