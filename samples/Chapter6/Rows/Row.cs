using Chapter6.Campaign;
using Chapter6.Pictures;
using ConvGen;

namespace Chapter6.Rows;

/// <summary>A row of the chapter: a recipe, and the accuracy that the book reports.</summary>
internal abstract record Row
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The change in this row, for the table.</summary>
    public required string Title { get; init; }

    /// <summary>The book's test accuracy in percent; null if the book gives none.</summary>
    public required double? BookAccuracy { get; init; }

    public required BookRecipe Recipe { get; init; }

    /// <summary>The trainings that it consists of.</summary>
    /// <param name="seeds">The number of repetitions, each with another seed.</param>
    /// <param name="epochs">The number of epochs of each training.</param>
    public abstract IEnumerable<Job> Jobs(int seeds, int epochs);

    /// <summary>Called when its trainings are in the results; adds results derived from them.</summary>
    public virtual void Conclude(ChapterImages images, ResultsFile results, int epochs)
    {
    }
}

/// <summary>A row for the training of a declared network.</summary>
internal abstract record TrainedRow : Row
{
    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Network { get; }

    /// <inheritdoc/>
    public override IEnumerable<Job> Jobs(int seeds, int epochs) =>
        Enumerable.Range(0, seeds).Select(seed => new Job(this, seed, epochs));

    /// <summary>Trains once.</summary>
    /// <param name="images">The training, validation and test images.</param>
    /// <param name="seed">Decides the initial weights, the order of expanded images and dropped units.</param>
    /// <param name="epochs">The number of epochs, instead of the recipe's.</param>
    /// <param name="checkpoint">The checkpoint file, written after every epoch; the training resumes from it if it
    /// exists.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Cancels the run.</param>
    public abstract TrainedNetwork Train(
        ChapterImages images, int seed, int epochs, string checkpoint, IProgress<TrainingProgress> progress,
        CancellationToken cancellation);

    /// <summary>Draws what a finished training has learned.</summary>
    public abstract void Draw(ChapterImages images, ResultsFile results, RunResult run, PictureBook book);
}

/// <summary>The training of <typeparamref name="TNetwork"/>.</summary>
internal sealed record TrainedRow<TNetwork> : TrainedRow
    where TNetwork : class, INetwork<TNetwork>
{
    public override NetworkSummary Network => TNetwork.Summary;

    public override TrainedNetwork Train(
        ChapterImages images, int seed, int epochs, string checkpoint, IProgress<TrainingProgress> progress,
        CancellationToken cancellation)
    {
        LabeledImages training = images.Of(Recipe, seed);
        TNetwork network = TNetwork.Create(seed);
        using Trainer<TNetwork> trainer = Recipe.CreateTrainer(network, training.Count, seed);
        if (File.Exists(checkpoint))
        {
            trainer.LoadCheckpoint(checkpoint);
        }

        var reports = new ProgressReports(trainer.SaveEvery(1, checkpoint), progress);
        TrainingHistory history = trainer.Unfinished is null
            ? trainer.Fit(training, epochs, images.Validation, reports, cancellation)
            : trainer.Resume(training, images.Validation, reports, cancellation);
        EpochResult best = history.Best!;
        return new TrainedNetwork(path => network.Save(path), new RunResult
        {
            Row = Name,
            Seed = seed,
            Epochs = epochs,
            BestEpoch = best.Epoch,
            ValidationAccuracy = best.Validation!.Accuracy,
            TestAccuracy = network.Evaluate(images.Test).Accuracy,
            TrainSeconds = history.Epochs.Sum(epoch => epoch.Seconds),
            ValidationByEpoch = [.. history.Epochs.Select(epoch => epoch.Validation!.Accuracy)],
        });
    }

    public override void Draw(ChapterImages images, ResultsFile results, RunResult run, PictureBook book) =>
        book.Write(results.Read<TNetwork>(run), images.Test, run.ValidationByEpoch);
}

/// <summary>The outcome of a training: the network of its best epoch, which can be saved to a file, and its
/// figures.</summary>
internal sealed record TrainedNetwork(Action<string> Save, RunResult Result);
