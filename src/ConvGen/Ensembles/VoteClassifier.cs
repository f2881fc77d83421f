using ConvGen.CompilerServices;
using ConvGen.Evaluations;
using ConvGen.Internal;

namespace ConvGen.Ensembles;

/// <summary>Classifies by the majority of the networks.</summary>
internal sealed class VoteClassifier(NetworkCore[] members, WorkspacePool workspaces) : IClassifier
{
    /// <inheritdoc/>
    public NetworkProgram Program => members[0].Program;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> pixels, ReadOnlySpan<int> labels, Span<Answer> answers)
    {
        AlignedMemory workspace = workspaces.Rent();
        int length = Program.InputLength, count;
        for (int first = 0; first < labels.Length; first += count)
        {
            count = Math.Min(labels.Length - first, Ballot.MostSamples);
            var ballot = new Ballot(members, workspace, count);
            ballot.Collect(pixels.Slice(first * length, count * length));
            for (int sample = 0; sample < count; sample++)
            {
                int winner = ballot.Winner(sample), label = labels[first + sample];
                answers[first + sample] = new Answer(
                    winner, ballot.Share(sample, winner), ballot.Share(sample, label), ballot.Rank(sample, label), Loss: double.NaN);
            }
        }

        workspaces.Return(workspace);
    }
}
