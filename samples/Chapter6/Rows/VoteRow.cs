using Chapter6.Campaign;
using ConvGen;

namespace Chapter6.Rows;

/// <summary>Several networks of another row, trained with different seeds, vote.</summary>
internal sealed record VoteRow<TNetwork> : Row
    where TNetwork : class, INetwork<TNetwork>
{
    /// <summary>The row whose networks vote.</summary>
    public required TrainedRow<TNetwork> Voter { get; init; }

    /// <summary>The number of networks.</summary>
    public required int Voters { get; init; }

    /// <summary>The trainings of the voting networks, for any number of seeds.</summary>
    public override IEnumerable<Job> Jobs(int seeds, int epochs) => Voter.Jobs(Voters, epochs);

    public override void Conclude(ChapterImages images, ResultsFile results, int epochs)
    {
        RunResult[] runs = [.. results.Of(Voter.Name, epochs).Where(run => run.Seed < Voters)];
        if (runs.Length < Voters || results.Of(Name, epochs).Count > 0)
        {
            return;
        }

        var ensemble = Ensemble.Of([.. runs.Select(results.Read<TNetwork>)]);
        results.Append(new RunResult
        {
            Row = Name,
            Seed = 0,
            Epochs = epochs,
            BestEpoch = null,
            ValidationAccuracy = ensemble.EvaluateVote(images.Validation).Accuracy,
            TestAccuracy = ensemble.EvaluateVote(images.Test).Accuracy,
            TrainSeconds = runs.Sum(run => run.TrainSeconds),
            ValidationByEpoch = [],
        });
    }
}
