using ConvGen.CompilerServices;
using ConvGen.Ensembles;
using ConvGen.Evaluations;
using ConvGen.Internal;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen;

/// <summary>Networks that answer together, of one class or of several, with the same input and output lengths: by the mean of
/// their outputs, which are probabilities where their losses make them, or by a vote.</summary>
/// <remarks>An ensemble refers to its networks, and sees it when they are trained further. It may be used by many threads at
/// once.</remarks>
/// <example>
/// <code>
/// Ensemble five = Ensemble.Of(Enumerable.Range(0, 5).Select(seed => Train(new BookNet(seed))).ToArray());
/// Ensemble six = five.With(otherNetwork);
/// Console.WriteLine($"{six.Evaluate(test, threads: 2).Accuracy:P2}, by vote {six.EvaluateVote(test, threads: 2).Accuracy:P2}");
/// </code>
/// </example>
public sealed class Ensemble
{
    private readonly NetworkCore[] members;
    private readonly WorkspacePool workspaces;

    private Ensemble(NetworkCore[] members)
    {
        this.members = members;
        workspaces = new WorkspacePool(Ballot.WorkspaceFloats(Program));
    }

    /// <summary>The number of networks.</summary>
    public int Count => members.Length;

    /// <summary>Floats of one sample at the input, in <c>[channel][row][column]</c> order.</summary>
    public int InputLength => Program.InputLength;

    /// <summary>Floats of one sample at the output.</summary>
    public int OutputLength => Program.OutputLength;

    // They agree in everything that matters here.
    private NetworkProgram Program => members[0].Program;

    /// <summary>An ensemble of networks of one class; <see cref="With"/> adds others.</summary>
    /// <typeparam name="TNetwork">Their class.</typeparam>
    /// <param name="networks">At least one. The same network may be there twice, and then counts twice.</param>
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

    /// <summary>This ensemble and one network more. This one is not changed.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">A network with the same input and output lengths, whose labels mean the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException">Its lengths are others; or it has a single output that answers yes or no, and the
    /// ensemble has not, or the other way round.</exception>
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
                $"{other.Summary.Network} tells {Labels.Classes(other)} classes apart, the ensemble {Labels.Classes(Program)}.",
                nameof(network));
        }

        return new Ensemble([.. members, core]);
    }

    /// <summary>The mean of the networks' outputs, for any number of samples. Allocates nothing once it is warm.</summary>
    /// <param name="inputs">Samples of the input length, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="outputs">Receives <see cref="OutputLength"/> values for every sample. Must not overlap
    /// <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is no whole number of samples, <paramref name="outputs"/>
    /// has not the length of their outputs, or the two overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int samples = BatchCheck.Samples(Program, inputs.Length, nameof(inputs));
        BatchCheck.OutputLength(Program, samples, outputs.Length, nameof(outputs));
        BatchCheck.NoOverlap(inputs, outputs);
        AlignedMemory workspace = workspaces.Rent();
        int count;
        for (int first = 0; first < samples; first += count)
        {
            count = Math.Min(samples - first, Ballot.MostSamples);
            var ballot = new Ballot(members, workspace, count);
            ballot.Collect(inputs.Slice(first * InputLength, count * InputLength));
            ballot.Means.CopyTo(outputs[(first * OutputLength)..]);
        }

        workspaces.Return(workspace);
    }

    /// <summary>The class of one sample by the mean of the networks' outputs, as <c>Classify</c> of a network takes it from its
    /// outputs. Allocates nothing once it is warm.</summary>
    /// <param name="input">One sample of the input length.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Classify(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, InputLength, "One sample", nameof(input));
        AlignedMemory workspace = workspaces.Rent();
        var ballot = new Ballot(members, workspace, samples: 1);
        ballot.Collect(input);
        int predicted = Labels.Predicted(Program, ballot.Means);
        workspaces.Return(workspace);
        return predicted;
    }

    /// <summary>The class of one sample that most of the networks give it. Of classes with equally many votes the one with the
    /// largest mean output wins, and of those the lowest. Allocates nothing once it is warm.</summary>
    /// <param name="input">One sample of the input length.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Vote(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, InputLength, "One sample", nameof(input));
        AlignedMemory workspace = workspaces.Rent();
        var ballot = new Ballot(members, workspace, samples: 1);
        ballot.Collect(input);
        int winner = ballot.Winner(sample: 0);
        workspaces.Return(workspace);
        return winner;
    }

    /// <summary>Classifies every image by the mean of the networks' outputs and compares the answers with the labels. The result
    /// is the same for every number of threads.</summary>
    /// <param name="images">At least one image of the input length.</param>
    /// <param name="threads">Threads that work on it, the calling one included: 1 to 64.</param>
    /// <exception cref="InvalidOperationException">One of the networks declares no loss.</exception>
    /// <returns>Loss and confidences are those of the mean outputs; the loss is NaN where the networks have different
    /// ones.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or its images have another length than the
    /// input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is outside, or a label is not one of the
    /// classes.</exception>
    public Evaluation Evaluate(ImageSet images, int threads = 1)
    {
        Array.ForEach(members, member => BatchCheck.CanBeEvaluated(member.Program));
        bool hasLoss = members.All(member => member.Program.Loss == Program.Loss);
        return Evaluate(new OutputClassifier(Program, Predict, hasLoss), images, threads);
    }

    /// <summary>Classifies every image by <see cref="Vote"/> and compares the answers with the labels. The result is the same for
    /// every number of threads.</summary>
    /// <param name="images">At least one image of the input length.</param>
    /// <param name="threads">Threads that work on it, the calling one included: 1 to 64.</param>
    /// <returns>Confidences are shares of the votes; the loss is NaN.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="images"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="images"/> is empty, or its images have another length than the
    /// input.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is outside, or a label is not one of the
    /// classes.</exception>
    public Evaluation EvaluateVote(ImageSet images, int threads = 1) =>
        Evaluate(new VoteClassifier(members, workspaces), images, threads);

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
