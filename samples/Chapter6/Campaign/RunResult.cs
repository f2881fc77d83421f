namespace Chapter6.Campaign;

/// <summary>The figures of one training: a line of the results file.</summary>
internal sealed record RunResult
{
    public required string Row { get; init; }
    public required int Seed { get; init; }

    /// <summary>The number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch that was best on the validation images, counted from 1, in which both accuracies were measured. Null for a
    /// vote.</summary>
    public required int? BestEpoch { get; init; }

    /// <summary>0 to 1.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>0 to 1.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>The seconds of training, without validation.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>The accuracy on the validation images after each epoch, 0 to 1.</summary>
    public required IReadOnlyList<double> ValidationByEpoch { get; init; }

    /// <summary>Of several runs of a row the book reports the one with the best validation accuracy; of equal ones,
    /// this returns the latest, as for the epochs of a run.</summary>
    public static RunResult? BestOf(IEnumerable<RunResult> runs) =>
        runs.OrderByDescending(run => run.Seed).MaxBy(run => run.ValidationAccuracy);
}
