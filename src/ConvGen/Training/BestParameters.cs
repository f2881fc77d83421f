using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters of the best epoch so far.</summary>
internal sealed class BestParameters(NetworkCore core)
{
    private readonly float[] parameters = new float[core.ParameterMemory.Length];
    private double bestAccuracy = double.NegativeInfinity;

    /// <summary>Keeps the parameters as they are now, if no accuracy so far was higher.</summary>
    public void Offer(double accuracy)
    {
        if (accuracy >= bestAccuracy)
        {
            bestAccuracy = accuracy;
            core.ParameterMemory.Span.CopyTo(parameters);
            GC.KeepAlive(core);
        }
    }

    /// <summary>Gives the network back the parameters that were kept.</summary>
    public void Restore()
    {
        parameters.CopyTo(core.ParameterMemory.Span);
        core.MarkParametersChanged();
    }
}
