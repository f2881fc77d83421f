namespace ConvGen.Comparison.Systems;

/// <summary>A system, ready to work at one job of one network.</summary>
internal abstract class PreparedJob : IDisposable
{
    /// <summary>The results to compare: the losses of the first steps when training, otherwise the probabilities of the
    /// first batch. Called once, before the first <see cref="Call"/>.</summary>
    public abstract float[] Answer();

    /// <summary>One step or prediction on the next batch.</summary>
    public abstract void Call();

    public abstract void Dispose();
}

/// <summary>A system in its worker process.</summary>
internal interface ISystem
{
    /// <summary>Prepares a job, with the network's initial weights.</summary>
    /// <exception cref="NotSupportedException">The system does not support the job.</exception>
    PreparedJob Open(Contest.PeerNetwork network, Contest.Job job, int batch);
}
