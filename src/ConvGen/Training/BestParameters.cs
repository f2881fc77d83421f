using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters of the best epoch so far.</summary>
internal sealed class BestParameters(NetworkCore core)
{
    private readonly float[] parameters = new float[core.ParameterMemory.Length];

    /// <summary>The <see cref="Evaluation.Score"/> of the best epoch; minus infinity before the first one.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether there has been an epoch.</summary>
    public bool HasAny { get; private set; }

    /// <summary>The kept parameters in the internal layout.</summary>
    public ReadOnlySpan<float> Parameters => parameters;

    /// <summary>Keeps the parameters as they are now, if no score so far was higher.</summary>
    public void Offer(double score)
    {
        if (score >= Score)
        {
            (HasAny, Score) = (true, score);
            core.ParameterMemory.Span.CopyTo(parameters);
            GC.KeepAlive(core);
        }
    }

    /// <summary>Puts other parameters in the place of those that were kept.</summary>
    /// <param name="score">Their score.</param>
    /// <param name="values">The values of each parameter in PyTorch's order.</param>
    public void Replace(double score, Func<Parameter, ReadOnlySpan<float>> values)
    {
        (HasAny, Score) = (true, score);
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
