namespace ConvGen.Tracing;

/// <summary>The parameters of one layer in PyTorch's order.</summary>
/// <param name="Shape">The shape of the weights.</param>
/// <param name="Weights">Row-major over <paramref name="Shape"/>.</param>
/// <param name="Bias">One bias for each filter or unit; empty for a layer without biases.</param>
internal sealed record LayerParameters(IReadOnlyList<int> Shape, float[] Weights, float[] Bias)
{
    /// <summary>Copies the parameters of a layer out of its network.</summary>
    public static LayerParameters Of(LayerSummary layer, ParameterSet parameters)
    {
        Parameter weight = parameters[layer.Name + ".weight"];
        Parameter? bias = parameters.FirstOrDefault(parameter => parameter.Name == layer.Name + ".bias");
        return new LayerParameters(weight.Shape, Copy(weight), bias is null ? [] : Copy(bias));
    }

    /// <summary>Returns the bias of a filter or unit, or 0 without biases.</summary>
    public double BiasOf(int output) => Bias.Length == 0 ? 0 : Bias[output];

    private static float[] Copy(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
