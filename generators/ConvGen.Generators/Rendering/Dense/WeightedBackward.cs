namespace ConvGen.Generators.Rendering.Dense;

/// <summary>
/// How the backward pass of a layer with weights begins, whatever its products are: the gradient goes back through the
/// activation and into the biases.
/// </summary>
internal sealed class WeightedBackward(KernelWriter writer, StagePlan stage, ParameterPlan? bias)
{
    private bool HasActivationGradient => stage.Activation is not null || bias is not null;

    /// <summary>What the pass does, for the summary of its method.</summary>
    public void RenderSummary() => writer.Summary(
        "Adds the gradients of weights and biases to the parameters' gradients and, unless its reference is null, sets the "
        + "gradient of the input. The gradient of the output is overwritten.");

    /// <summary>The call, which comes before both products; nothing where there is neither activation nor bias.</summary>
    public void RenderCall()
    {
        if (HasActivationGradient)
        {
            string output = stage.Activation is null ? "" : "ref output, ";
            string biasGradient = bias is null ? "" : ", ref biasGradient";
            writer.Line($"ActivationGradient({output}ref outputGradient{biasGradient}, samples);");
            writer.Line();
        }
    }

    /// <summary>The method that is called, below the one that calls it.</summary>
    public void RenderMethod()
    {
        if (HasActivationGradient)
        {
            writer.Line();
            ElementwiseRenderer.RenderActivationGradient(writer, stage.Output, stage.Activation, bias is not null);
        }
    }
}
