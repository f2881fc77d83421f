using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters of the best epoch so far.</summary>
internal sealed class BestParameters(NetworkCore core)
{
    private readonly float[] parameters = new float[core.ParameterMemory.Length];

    /// <summary>The accuracy of the best epoch, 0 to 1; minus infinity before the first one.</summary>
    public double Accuracy { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether there has been an epoch.</summary>
    public bool HasAny => !double.IsNegativeInfinity(Accuracy);

    /// <summary>The kept parameters in the internal layout.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>Keeps the parameters as they are now, if no accuracy so far was higher.</summary>
    public void Offer(double accuracy)
    {
        if (accuracy >= Accuracy)
        {
            Accuracy = accuracy;
            core.ParameterMemory.Span.CopyTo(parameters);
            GC.KeepAlive(core);
        }
    }

    /// <summary>Puts other parameters in the place of those that were kept.</summary>
    /// <param name="accuracy">Their accuracy.</param>
    /// <param name="values">The values of each parameter in PyTorch's order.</param>
    public void Replace(double accuracy, Func<Parameter, ReadOnlySpan<float>> values)
    {
        Accuracy = accuracy;
        foreach (Parameter parameter in core.Parameters)
        {
            parameter.Map.Scatter(values(parameter), parameters);
        }
    }

    /// <summary>Gives the network back the parameters that were kept.</summary>
    public void Restore()
    {
        parameters.CopyTo(core.ParameterMemory.Span);
        core.MarkParametersChanged();
    }
}
