using ConvGen.Evaluations;
using ConvGen.Internal;
using ConvGen.Threading;

namespace ConvGen;

/// <summary>Evaluates networks on labelled images.</summary>
public static class NetworkEvaluation
{
    /// <summary>Classifies every image and compares the predictions with the labels. The result is the same for every number of
    /// threads.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="images">At least one image of the network's input length.</param>
    /// <param name="threads">The number of threads, including the calling one: 1 to 64.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or the length of its images differs from the
    /// network's input length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range, or a label is not one of the
    /// network's classes.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public static Evaluation Evaluate<TNetwork>(this TNetwork network, ImageSet images, int threads = 1)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        BatchCheck.CanBeEvaluated(network.Core.Program);
        WorkerTeam.CheckSize(threads, nameof(threads));
        ImageCheck.Fits(network.Core.Program, images, nameof(images));
        using var team = new WorkerTeam(threads);
        return Evaluator.Run(network.Core, images, team);
    }
}
