using System.Globalization;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>A function of single values, with its slope below zero where it has one.</summary>
internal readonly record struct Activation(ActivationFunction Function, float Slope = 0)
{
    /// <summary>A comparison and a choice, cheap enough for values in registers.</summary>
    public bool IsPiecewiseLinear => Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU;

    /// <summary>The largest of some values stays the largest, infinities included, so that pooling may as well come first.</summary>
    public bool CommutesWithMaximum =>
        Function is ActivationFunction.ReLU || (Function is ActivationFunction.LeakyReLU && Slope > 0);

    /// <summary>Its derivative is zero below zero, so that about half of the gradients end there.</summary>
    public bool KillsGradients => Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU && Slope == 0;

    /// <summary>The output does not tell the derivative, so that the forward pass has to keep it.</summary>
    public bool KeepsSlopes => Function is ActivationFunction.SiLU or ActivationFunction.GELU;

    /// <summary>The slope as a C# literal.</summary>
    public string SlopeText => Slope.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The function of a value, for formulas: <c>Tanh(x)</c>, <c>LeakyReLU(x, 0.01)</c>.</summary>
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
