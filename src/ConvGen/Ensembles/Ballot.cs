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
        ReadOnlySpan<float> means = OfSample(Means, sample);
        int best = 0;
        for (int next = 1; next < classes; next++)
        {
            float ahead = Share(sample, next) - Share(sample, best);
            bool wins = ahead > 0
                || (ahead == 0 && Labels.Confidence(Program, means, next) > Labels.Confidence(Program, means, best));
            best = wins ? next : best;
        }

        return best;
    }

    /// <summary>The share of the votes that a class has.</summary>
    public float Share(int sample, int label) => votes[sample * classes + label] / members.Length;

    private Span<float> OfSample(Span<float> values, int sample) =>
        values.Slice(sample * Program.OutputLength, Program.OutputLength);
}
