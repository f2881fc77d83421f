namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Returns the derivative of an activation as a formula of its output y, as generated code computes it.</summary>
internal static class ActivationGradientText
{
    /// <summary>Returns the formula of the gradient before an activation for g after it: <c>dx[i] = g[i] * y[i] * (1 - y[i])</c>.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="before">The gradient before the activation; the same text as that after it if it is replaced in place.</param>
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
            ActivationFunction.ReLU6 or ActivationFunction.Clip =>
                OnlyWhere("0", $"{y} <= {activation.MinText} or {y} >= {activation.MaxText}"),
            ActivationFunction.HardSigmoid => $"{before} = {g} / 6 where 0 < {y} < 1, else 0",
            ActivationFunction.SiLU or ActivationFunction.GELU or ActivationFunction.HardSwish or ActivationFunction.Mish => $"{before} = {g} * slope[{i}]",
            _ => throw Unreachable.Kind(activation),
        };

        string OnlyBelow(string changed) => OnlyWhere(changed, $"{y} <= 0");

        string OnlyWhere(string changed, string condition) => before == g
            ? $"{g} = {changed} where {condition}"
            : $"{before} = {g}, but {changed} where {condition}";
    }
}
