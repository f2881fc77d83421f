using ConvGen.Training;

namespace ConvGen;

/// <content>The average of the parameters.</content>
public sealed partial class Trainer<TNetwork>
{
    /// <summary>Returns a new network with the <see cref="TrainerOptions.WeightAverage">average</see> of the parameters, to evaluate or to
    /// save. Later steps do not change it. Before the first step, it has the parameters of <see cref="Network"/>.</summary>
    /// <exception cref="InvalidOperationException"><see cref="TrainerOptions.WeightAverage"/> is not set.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public TNetwork AverageNetwork()
    {
        TNetwork network = TNetwork.Create(seed: 0);
        CopyAverageTo(network);
        return network;
    }

    /// <summary>Replaces the parameters of a network by their <see cref="TrainerOptions.WeightAverage">average</see>. Waits for a running
    /// step. If the network is <see cref="Network"/> itself, further steps continue from the average.</summary>
    /// <param name="network">The network that receives the average.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainerOptions.WeightAverage"/> is not set.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void CopyAverageTo(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ParameterAverage average = _engine.Average ?? throw new InvalidOperationException(
                "The trainer keeps no average of the parameters: set TrainerOptions.WeightAverage.");
            ReadOnlySpan<float> values = average.Values(_engine.Steps);
            foreach (Parameter parameter in Network.Parameters)
            {
                float[] ordered = new float[parameter.Length];
                parameter.Map.Gather(values, ordered);
                network.Parameters[parameter.Name].CopyFrom(ordered);
            }
        }
    }
}
