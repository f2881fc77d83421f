namespace ConvGen.Generators.Rendering.Dense;

/// <summary>
/// Renders the first step of the backward pass of a layer with weights: the gradient before the activation, and the gradient of the
/// biases.
/// </summary>
internal sealed class WeightedBackward(KernelWriter writer, StagePlan stage, ParameterPlan? bias)
{
    private bool HasActivationGradient => stage.Activation is not null || bias is not null;

    /// <summary>Renders the summary of the entry method of the backward pass.</summary>
    public void RenderSummary() => writer.Summary(
        $"Adds to the gradients of {(bias is null ? "the weights" : "weights and biases")} and, unless its reference is null, sets the "
        + "gradient of the input."
        + (stage.Activation is null ? "" : " Turns outputGradient into the gradient before the activation, in place."));

    /// <summary>Renders the call of the first step, unless the layer has neither activation nor bias.</summary>
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

    /// <summary>Renders the called method.</summary>
    public void RenderMethod()
    {
        if (HasActivationGradient)
        {
            writer.Line();
            ElementwiseRenderer.RenderActivationGradient(writer, stage.Output, stage.Activation, bias is not null);
        }
    }
}
