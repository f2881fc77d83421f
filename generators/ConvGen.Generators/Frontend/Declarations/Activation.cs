using System.Globalization;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>An activation function, with its slope for negative values if the function has one, and the bounds of
/// <see cref="ActivationFunction.Clip"/>.</summary>
internal readonly record struct Activation(ActivationFunction Function, float Slope = 0, float Min = 0, float Max = 0)
{
    /// <summary>True if the function only needs comparisons and selections, which are cheap for values in registers.</summary>
    public bool IsPiecewiseLinear => Properties.IsPiecewiseLinear;

    /// <summary>True if the function of 0 is 0, so that unused lanes, which are 0, stay 0.</summary>
    public bool KeepsZero => Function switch
    {
        ActivationFunction.Clip => Min <= 0 && Max >= 0,
        ActivationFunction.Sigmoid or ActivationFunction.HardSigmoid or ActivationFunction.Softplus => false,
        ActivationFunction.Tanh or ActivationFunction.ReLU or ActivationFunction.LeakyReLU or ActivationFunction.ReLU6
            or ActivationFunction.ELU or ActivationFunction.SiLU or ActivationFunction.GELU or ActivationFunction.HardSwish
            or ActivationFunction.Mish => true,
        _ => throw Unreachable.Kind(Function),
    };

    /// <summary>True if pooling can run before the function, with the same values and gradients. The function keeps the largest of several
    /// values the largest, infinities included. A bound of <see cref="ActivationFunction.Clip"/> makes different values equal, so that
    /// another of them may win, but there the gradient is zero, whichever wins.</summary>
    public bool CommutesWithMaximum => Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.ReLU6 or ActivationFunction.Clip => true,
        ActivationFunction.LeakyReLU => Slope > 0,
        ActivationFunction.Sigmoid or ActivationFunction.Tanh or ActivationFunction.ELU or ActivationFunction.SiLU
            or ActivationFunction.GELU or ActivationFunction.Softplus or ActivationFunction.HardSigmoid
            or ActivationFunction.HardSwish or ActivationFunction.Mish => false,
        _ => throw Unreachable.Kind(Function),
    };

    /// <summary>True if the derivative is zero for negative values, so that about half of the gradients become zero.</summary>
    public bool KillsGradients => IsPiecewiseLinear && Slope == 0 && (Function is not ActivationFunction.Clip || Min >= 0);

    /// <summary>True if the derivative cannot be computed from the output, so that the forward pass must store it.</summary>
    public bool KeepsSlopes => Properties.KeepsSlopes;

    /// <summary>The properties of each function. A function without a line here cannot be compiled.</summary>
    private (bool IsPiecewiseLinear, bool KeepsSlopes) Properties => Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.LeakyReLU or ActivationFunction.ReLU6 or ActivationFunction.Clip =>
            (IsPiecewiseLinear: true, KeepsSlopes: false),
        ActivationFunction.SiLU or ActivationFunction.GELU or ActivationFunction.HardSwish or ActivationFunction.Mish =>
            (IsPiecewiseLinear: false, KeepsSlopes: true),
        ActivationFunction.Sigmoid or ActivationFunction.Tanh or ActivationFunction.ELU or ActivationFunction.Softplus
            or ActivationFunction.HardSigmoid => (IsPiecewiseLinear: false, KeepsSlopes: false),
        _ => throw Unreachable.Kind(Function),
    };

    /// <summary>The slope as a C# literal.</summary>
    public string SlopeText => Text(Slope);

    /// <summary>The lower bound as a C# literal.</summary>
    public string MinText => Text(Function is ActivationFunction.ReLU6 ? 0 : Min);

    /// <summary>The upper bound as a C# literal.</summary>
    public string MaxText => Text(Function is ActivationFunction.ReLU6 ? 6 : Max);

    /// <summary>The function applied to a value, as written in formulas: <c>Tanh(x)</c>, <c>LeakyReLU(x, 0.01)</c>.</summary>
    public string Of(string value) => Function switch
    {
        ActivationFunction.LeakyReLU => $"{Function}({value}, {SlopeText})",
        ActivationFunction.Clip => $"{Function}({value}, {MinText}, {MaxText})",
        _ => $"{Function}({value})",
    };

    public override string ToString() => Function switch
    {
        ActivationFunction.LeakyReLU => $"{Function} with a slope of {SlopeText}",
        ActivationFunction.Clip => $"{Function} to {MinText} to {MaxText}",
        _ => $"{Function}",
    };

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);
}

internal enum ActivationFunction
{
    Sigmoid,
    Tanh,
    ReLU,
    LeakyReLU,
    ReLU6,
    Clip,
    ELU,
    SiLU,
    GELU,
    Softplus,
    HardSigmoid,
    HardSwish,
    Mish,
}
