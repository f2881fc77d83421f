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
        $"Adds to the gradients of {(bias is null ? "the weights" : "weights and biases")} and, unless its reference is null, sets the "
        + "gradient of the input."
        + (stage.Activation is null ? "" : " Turns outputGradient into the gradient before the activation, in place."));

    /// <summary>The call, which comes before both products; nothing where there is neither activation nor bias.</summary>
    public void RenderCall()
    {
        if (HasActivationGradient)
        {
            string output = stage.Activation is null ? "" : "ref output, ";
            string biasGradient = bias is null ? "" : ", ref biasGradient";
            string method = ElementwiseRenderer.GradientMethod(stage.Activation);
            writer.Line($"{method}({output}ref outputGradient{biasGradient}, samples);");
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
