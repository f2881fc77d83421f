using System.Globalization;

namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>An activation function, with its slope for negative values if the function has one.</summary>
internal readonly record struct Activation(ActivationFunction Function, float Slope = 0)
{
    /// <summary>True if the function only needs a comparison and a selection, which are cheap for values in registers.</summary>
    public bool IsPiecewiseLinear => Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU;

    /// <summary>True if the function keeps the largest of several values the largest, infinities included, so that pooling can run before
    /// it.</summary>
    public bool CommutesWithMaximum =>
        Function is ActivationFunction.ReLU || (Function is ActivationFunction.LeakyReLU && Slope > 0);

    /// <summary>True if the derivative is zero for negative values, so that about half of the gradients become zero.</summary>
    public bool KillsGradients => Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU && Slope == 0;

    /// <summary>True if the derivative cannot be computed from the output, so that the forward pass must store it.</summary>
    public bool KeepsSlopes => Function is ActivationFunction.SiLU or ActivationFunction.GELU;

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
