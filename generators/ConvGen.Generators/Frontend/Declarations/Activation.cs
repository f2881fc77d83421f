using System.Globalization;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>An activation function, with its slope for negative values if the function has one.</summary>
internal readonly record struct Activation(ActivationFunction Function, float Slope = 0)
{
    /// <summary>True if the function only needs a comparison and a selection, which are cheap for values in registers.</summary>
    public bool IsPiecewiseLinear => Properties.IsPiecewiseLinear;

    /// <summary>True if the function keeps the largest of several values the largest, infinities included, so that pooling can run before
    /// it.</summary>
    public bool CommutesWithMaximum => IsPiecewiseLinear && (Function is ActivationFunction.ReLU || Slope > 0);

    /// <summary>True if the derivative is zero for negative values, so that about half of the gradients become zero.</summary>
    public bool KillsGradients => IsPiecewiseLinear && Slope == 0;

    /// <summary>True if the derivative cannot be computed from the output, so that the forward pass must store it.</summary>
    public bool KeepsSlopes => Properties.KeepsSlopes;

    /// <summary>The properties of each function. A function without a line here cannot be compiled.</summary>
    private (bool IsPiecewiseLinear, bool KeepsSlopes) Properties => Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.LeakyReLU => (IsPiecewiseLinear: true, KeepsSlopes: false),
        ActivationFunction.SiLU or ActivationFunction.GELU => (IsPiecewiseLinear: false, KeepsSlopes: true),
        ActivationFunction.Sigmoid or ActivationFunction.Tanh or ActivationFunction.ELU or ActivationFunction.Softplus =>
            (IsPiecewiseLinear: false, KeepsSlopes: false),
        _ => throw Unreachable.Kind(Function),
    };

    /// <summary>The slope as a C# literal.</summary>
    public string SlopeText => Slope.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The function applied to a value, as written in formulas: <c>Tanh(x)</c>, <c>LeakyReLU(x, 0.01)</c>.</summary>
    public string Of(string value) =>
        Function is ActivationFunction.LeakyReLU ? $"{Function}({value}, {SlopeText})" : $"{Function}({value})";

    public override string ToString() =>
        Function is ActivationFunction.LeakyReLU ? $"{Function} with a slope of {SlopeText}" : $"{Function}";
}

internal enum ActivationFunction
{
    Sigmoid,
    Tanh,
    ReLU,
    LeakyReLU,
    ELU,
    SiLU,
    GELU,
    Softplus,
}
