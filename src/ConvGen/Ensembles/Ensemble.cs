using ConvGen.CompilerServices;
using ConvGen.Ensembles;
using ConvGen.Evaluations;
using ConvGen.Internal;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen;

/// <summary>Several networks that predict together, by the mean of their outputs or by a vote. They may be of different
/// classes, but must have the same input and output lengths.</summary>
/// <remarks>An ensemble refers to its networks: training them further changes its predictions. It may be used by many threads
/// at once.</remarks>
/// <example>
/// <code>
/// Ensemble five = Ensemble.Of(Enumerable.Range(0, 5).Select(seed => Train(new BookNet(seed))).ToArray());
/// Ensemble six = five.With(otherNetwork);
/// Console.WriteLine($"{six.Evaluate(test, threads: 2).Accuracy:P2}, by vote {six.EvaluateVote(test, threads: 2).Accuracy:P2}");
/// </code>
/// </example>
public sealed class Ensemble
{
    private readonly NetworkCore[] _members;
    private readonly WorkspacePool _workspaces;

    private Ensemble(NetworkCore[] members)
    {
        _members = members;
        _workspaces = new WorkspacePool(Ballot.WorkspaceFloats(Program));
    }

    /// <summary>The number of networks.</summary>
    public int Count => _members.Length;

    /// <summary>The number of floats of an input sample, in <c>[channel][row][column]</c> order.</summary>
    public int InputLength => Program.InputLength;

    /// <summary>The number of floats of an output sample.</summary>
    public int OutputLength => Program.OutputLength;

    // All members agree in the properties that are used here.
    private NetworkProgram Program => _members[0].Program;

    /// <summary>Creates an ensemble of networks of one class; <see cref="With"/> adds networks of other classes.</summary>
    /// <typeparam name="TNetwork">The class of the networks.</typeparam>
    /// <param name="networks">At least one network. A network that occurs twice counts twice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="networks"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="networks"/> is empty.</exception>
    public static Ensemble Of<TNetwork>(params TNetwork[] networks)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(networks);
        if (networks.Length == 0)
        {
            throw new ArgumentException("An ensemble needs at least one network.", nameof(networks));
        }

        return new Ensemble(Array.ConvertAll(networks, CoreOf));
    }

    /// <summary>Returns a new ensemble with one more network. This ensemble is not changed.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">A network with the same input and output lengths and the same classes.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">Its lengths differ from the ensemble's, or only one of the two has a single output
    /// that answers yes or no.</exception>
    public Ensemble With<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkCore core = CoreOf(network);
        NetworkProgram other = core.Program;
        if (other.InputLength != InputLength || other.OutputLength != OutputLength)
        {
            throw new ArgumentException(
                $"{other.Summary.Network} takes {other.InputLength} values and gives {other.OutputLength}, " +
                $"but the ensemble's {InputLength} and {OutputLength}.",
                nameof(network));
        }

        if (Labels.Classes(other) != Labels.Classes(Program))
        {
            throw new ArgumentException(
                $"{other.Summary.Network} distinguishes {Labels.Classes(other)} classes, the ensemble {Labels.Classes(Program)}.",
                nameof(network));
        }

        return new Ensemble([.. _members, core]);
    }

    /// <summary>Computes the mean of the networks' outputs, for any number of samples. Allocates nothing after warm-up.</summary>
    /// <param name="inputs">Samples of the input length, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="outputs">Receives <see cref="OutputLength"/> values for every sample. Must not overlap
    /// <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="inputs"/> is not a multiple of
    /// <see cref="InputLength"/>, <paramref name="outputs"/> has the wrong length, or the spans overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int samples = BatchCheck.Samples(Program, inputs.Length, nameof(inputs));
        BatchCheck.OutputLength(Program, samples, outputs.Length, nameof(outputs));
        BatchCheck.NoOverlap(inputs, outputs);
        AlignedMemory workspace = _workspaces.Rent();
        int count;
        for (int first = 0; first < samples; first += count)
        {
            count = Math.Min(samples - first, Ballot.MostSamples);
            var ballot = new Ballot(_members, workspace, count);
            ballot.Collect(inputs.Slice(first * InputLength, count * InputLength));
            ballot.Means.CopyTo(outputs[(first * OutputLength)..]);
        }

        _workspaces.Return(workspace);
    }

    /// <summary>Classifies one sample by the mean of the networks' outputs, by the rules of a network's <c>Classify</c>.
    /// Allocates nothing after warm-up.</summary>
    /// <param name="input">One sample of the input length.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Classify(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, InputLength, "One sample", nameof(input));
        AlignedMemory workspace = _workspaces.Rent();
        var ballot = new Ballot(_members, workspace, samples: 1);
        ballot.Collect(input);
        int predicted = Labels.Predicted(Program, ballot.Means);
        _workspaces.Return(workspace);
        return predicted;
    }

    /// <summary>Classifies one sample by the majority of the networks. A tie goes to the class with the largest mean output,
    /// then to the lowest class. Allocates nothing after warm-up.</summary>
    /// <param name="input">One sample of the input length.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Vote(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, InputLength, "One sample", nameof(input));
        AlignedMemory workspace = _workspaces.Rent();
        var ballot = new Ballot(_members, workspace, samples: 1);
        ballot.Collect(input);
        int winner = ballot.Winner(sample: 0);
        _workspaces.Return(workspace);
        return winner;
    }

    /// <summary>Classifies every image by the mean of the networks' outputs and compares the predictions with the labels. The result
    /// is the same for every number of threads.</summary>
    /// <param name="images">At least one image of the input length.</param>
    /// <param name="threads">The number of threads, including the calling one: 1 to 64.</param>
    /// <exception cref="InvalidOperationException">One of the networks declares no loss.</exception>
    /// <returns>The result, with loss and confidences of the mean outputs; the loss is NaN if the networks have different losses.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or the length of its images differs from the
    /// input length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range, or a label is not one of the
    /// classes.</exception>
    public Evaluation Evaluate(ImageSet images, int threads = 1)
    {
        Array.ForEach(_members, member => BatchCheck.CanBeEvaluated(member.Program));
        bool hasLoss = _members.All(member => member.Program.Loss == Program.Loss);
        return Evaluate(new OutputClassifier(Program, Predict, hasLoss), images, threads);
    }

    /// <summary>Classifies every image by <see cref="Vote"/> and compares the predictions with the labels. The result is the same for
    /// every number of threads.</summary>
    /// <param name="images">At least one image of the input length.</param>
    /// <param name="threads">The number of threads, including the calling one: 1 to 64.</param>
    /// <returns>The result. Confidences are shares of the votes; the loss is NaN.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or the length of its images differs from the
    /// input length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range, or a label is not one of the
    /// classes.</exception>
    public Evaluation EvaluateVote(ImageSet images, int threads = 1) =>
        Evaluate(new VoteClassifier(_members, _workspaces), images, threads);

    private static NetworkCore CoreOf<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Core;
    }

    private static Evaluation Evaluate(IClassifier classifier, ImageSet images, int threads)
    {
        WorkerTeam.CheckSize(threads, nameof(threads));
        ImageCheck.Fits(classifier.Program, images, nameof(images));
        using var team = new WorkerTeam(threads);
        return Evaluator.Run(classifier, images, team);
    }
}
