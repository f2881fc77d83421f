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

    private readonly NetworkCore[] _members;

    // The outputs of one member: [sample][output].
    private readonly Span<float> _outputs;

    // The votes: [sample][class], as floats, because they share the workspace.
    private readonly Span<float> _votes;

    private readonly int _classes;

    /// <param name="members">At least one.</param>
    /// <param name="workspace">At least <see cref="WorkspaceFloats"/> floats, with any content. Must not be in use elsewhere.</param>
    /// <param name="samples">1 to <see cref="MostSamples"/>.</param>
    public Ballot(NetworkCore[] members, AlignedMemory workspace, int samples)
    {
        _members = members;
        _classes = Labels.Classes(Program);
        int length = samples * Program.OutputLength;
        _outputs = workspace.Span[..length];
        Means = workspace.Span.Slice(length, length);
        _votes = workspace.Span.Slice(2 * length, samples * _classes);
    }

    /// <summary>The mean of the members' outputs: <c>[sample][output]</c>.</summary>
    public Span<float> Means { get; }

    private NetworkProgram Program => _members[0].Program;

    /// <summary>The number of floats of a workspace.</summary>
    public static int WorkspaceFloats(NetworkProgram program) =>
        checked(MostSamples * (2 * program.OutputLength + Labels.Classes(program)));

    /// <summary>Computes the outputs and votes of all members, in order.</summary>
    public void Collect(ReadOnlySpan<float> inputs)
    {
        Means.Clear();
        _votes.Clear();
        foreach (NetworkCore member in _members)
        {
            member.Predict(inputs, _outputs);
            for (int i = 0; i < _outputs.Length; i++)
            {
                Means[i] += _outputs[i];
            }

            for (int sample = 0; sample < _votes.Length / _classes; sample++)
            {
                _votes[sample * _classes + Labels.Predicted(Program, OfSample(_outputs, sample))]++;
            }
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            Means[i] /= _members.Length;
        }
    }

    /// <summary>Returns the class with the most votes. A tie goes to the class with the largest mean output, then to the lowest
    /// class.</summary>
    public int Winner(int sample)
    {
        int best = 0;
        for (int next = 1; next < _classes; next++)
        {
            best = IsAhead(sample, next, best) ? next : best;
        }

        return best;
    }

    /// <summary>Returns how many classes rank before a class, by the same rules.</summary>
    public int Rank(int sample, int label)
    {
        int rank = 0;
        for (int other = 0; other < _classes; other++)
        {
            rank += other < label ? (IsAhead(sample, label, other) ? 0 : 1) : (IsAhead(sample, other, label) ? 1 : 0);
        }

        return rank;
    }

    /// <summary>Returns a class's share of the votes.</summary>
    public float Share(int sample, int label) => _votes[sample * _classes + label] / _members.Length;

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
