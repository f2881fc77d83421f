namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>The derivative of an activation as a formula of its output y, which is what the generated code computes with.</summary>
internal static class ActivationGradientText
{
    /// <summary>How the gradient g after an activation becomes that before it: <c>dx[i] = g[i] * y[i] * (1 - y[i])</c>.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="before">The gradient before the activation; the same as that after it where it is replaced.</param>
    /// <param name="i">The index of a value.</param>
    public static string Formula(Activation activation, string before, string i)
    {
        string g = $"g[{i}]", y = $"y[{i}]";
        return activation.Function switch
        {
            ActivationFunction.Sigmoid => $"{before} = {g} * {y} * (1 - {y})",
            ActivationFunction.Tanh => $"{before} = {g} * (1 - {y}^2)",
            ActivationFunction.Softplus => $"{before} = {g} * (1 - exp(-{y}))",
            ActivationFunction.ReLU => OnlyBelow("0"),
            ActivationFunction.LeakyReLU => OnlyBelow($"{activation.SlopeText} * {g}"),
            ActivationFunction.ELU => OnlyBelow($"{g} * ({y} + 1)"),
            ActivationFunction.SiLU or ActivationFunction.GELU => $"{before} = {g} * slope[{i}]",
            _ => throw Unreachable.Kind(activation),
        };

        string OnlyBelow(string changed) => before == g
            ? $"{g} = {changed} where {y} <= 0"
            : $"{before} = {g}, but {changed} where {y} <= 0";
    }
}
