using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters of the best epoch so far.</summary>
internal sealed class BestParameters(NetworkCore core)
{
    private readonly float[] _parameters = new float[core.ParameterMemory.Length];

    /// <summary>The <see cref="Evaluation.Score"/> of the best epoch; minus infinity before the first one.</summary>
    public double Score { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether any epoch has been scored.</summary>
    public bool HasAny { get; private set; }

    /// <summary>The kept parameters in the internal layout.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>Keeps a copy of the current parameters, unless an earlier score was higher.</summary>
    public void Offer(double score)
    {
        if (score >= Score)
        {
            (HasAny, Score) = (true, score);
            core.ParameterMemory.Span.CopyTo(_parameters);
            GC.KeepAlive(core);
        }
    }

    /// <summary>Replaces the kept parameters.</summary>
    /// <param name="score">Their score.</param>
    /// <param name="values">The values of each parameter in PyTorch's order.</param>
    public void Replace(double score, Func<Parameter, ReadOnlySpan<float>> values)
    {
        (HasAny, Score) = (true, score);
        foreach (Parameter parameter in core.Parameters)
        {
            parameter.Map.Scatter(values(parameter), _parameters);
        }
    }

    /// <summary>Copies the kept parameters back into the network.</summary>
    public void Restore()
    {
        _parameters.CopyTo(core.ParameterMemory.Span);
        core.MarkParametersChanged();
    }
}
