using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen.Ensembles;

/// <summary>The outputs of several networks for a few samples: their mean, and their votes. Uses a workspace, so that nothing
/// is allocated.</summary>
internal readonly ref struct Ballot
{
    /// <summary>The largest number of samples: enough to keep the kernels busy, few enough for the cache.</summary>
    public const int MostSamples = 64;

    private readonly NetworkCore[] members;

    // The outputs of one member: [sample][output].
    private readonly Span<float> outputs;

    // The votes: [sample][class], as floats, because they share the workspace.
    private readonly Span<float> votes;

    private readonly int classes;

    /// <param name="members">At least one.</param>
    /// <param name="workspace">At least <see cref="WorkspaceFloats"/> floats, with any content. Must not be in use elsewhere.</param>
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

    /// <summary>The number of floats of a workspace.</summary>
    public static int WorkspaceFloats(NetworkProgram program) =>
        checked(MostSamples * (2 * program.OutputLength + Labels.Classes(program)));

    /// <summary>Computes the outputs and votes of all members, in order.</summary>
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

    /// <summary>Returns the class with the most votes. A tie goes to the class with the largest mean output, then to the lowest
    /// class.</summary>
    public int Winner(int sample)
    {
        int best = 0;
        for (int next = 1; next < classes; next++)
        {
            best = IsAhead(sample, next, best) ? next : best;
        }

        return best;
    }

    /// <summary>Returns how many classes rank before a class, by the same rules.</summary>
    public int Rank(int sample, int label)
    {
        int rank = 0;
        for (int other = 0; other < classes; other++)
        {
            rank += other < label ? (IsAhead(sample, label, other) ? 0 : 1) : (IsAhead(sample, other, label) ? 1 : 0);
        }

        return rank;
    }

    /// <summary>Returns a class's share of the votes.</summary>
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
