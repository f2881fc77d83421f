using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen.Ensembles;

/// <summary>The outputs of several networks for a few samples: their mean, and a vote of each. Lies in a workspace, so that
/// nothing is allocated.</summary>
internal readonly ref struct Ballot
{
    /// <summary>Samples that are collected at once: enough to keep the kernels busy, few enough for the cache.</summary>
    public const int MostSamples = 64;

    private readonly NetworkCore[] members;

    // Of one member: [sample][output].
    private readonly Span<float> outputs;

    // [sample][class]; as floats, because they share the workspace.
    private readonly Span<float> votes;

    private readonly int classes;

    /// <param name="members">At least one.</param>
    /// <param name="workspace">At least <see cref="WorkspaceFloats"/>, whatever they hold; nobody else may use it.</param>
    /// <param name="samples">1 to <see cref="MostSamples"/>.</param>
    public Ballot(NetworkCore[] members, AlignedMemory workspace, int samples)
    {
        this.members = members;
        classes = Labels.Classes(Program);
        int length = samples * Program.OutputLength;
        outputs = workspace.Span[..length];
        Means = workspace.Span.Slice(length, length);
        votes = workspace.Span.Slice(2 * length, samples * classes);
    }

    /// <summary>The mean of the members' outputs: <c>[sample][output]</c>.</summary>
    public Span<float> Means { get; }

    private NetworkProgram Program => members[0].Program;

    /// <summary>What a workspace holds.</summary>
    public static int WorkspaceFloats(NetworkProgram program) =>
        checked(MostSamples * (2 * program.OutputLength + Labels.Classes(program)));

    /// <summary>Asks every member, in their order.</summary>
    public void Collect(ReadOnlySpan<float> inputs)
    {
        Means.Clear();
        votes.Clear();
        foreach (NetworkCore member in members)
        {
            member.Predict(inputs, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                Means[i] += outputs[i];
            }

            for (int sample = 0; sample < votes.Length / classes; sample++)
            {
                votes[sample * classes + Labels.Predicted(Program, OfSample(outputs, sample))]++;
            }
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            Means[i] /= members.Length;
        }
    }

    /// <summary>The class with the most votes; of several the one with the largest mean, and of those the lowest.</summary>
    public int Winner(int sample)
    {
        int best = 0;
        for (int next = 1; next < classes; next++)
        {
            best = IsAhead(sample, next, best) ? next : best;
        }

        return best;
    }

    /// <summary>How many classes are ahead of one, by the rules that make the first of them the winner.</summary>
    public int Rank(int sample, int label)
    {
        int rank = 0;
        for (int other = 0; other < classes; other++)
        {
            rank += other < label ? (IsAhead(sample, label, other) ? 0 : 1) : (IsAhead(sample, other, label) ? 1 : 0);
        }

        return rank;
    }

    /// <summary>The share of the votes that a class has.</summary>
    public float Share(int sample, int label) => votes[sample * classes + label] / members.Length;

    private bool IsAhead(int sample, int label, int other)
    {
        ReadOnlySpan<float> means = OfSample(Means, sample);
        float ahead = Share(sample, label) - Share(sample, other);
        return ahead > 0
            || (ahead == 0 && Labels.Confidence(Program, means, label) > Labels.Confidence(Program, means, other));
    }

    private Span<float> OfSample(Span<float> values, int sample) =>
        values.Slice(sample * Program.OutputLength, Program.OutputLength);
}
