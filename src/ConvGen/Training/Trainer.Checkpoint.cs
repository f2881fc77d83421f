using ConvGen.Files;
using ConvGen.Reports;
using ConvGen.Training;

namespace ConvGen;

/// <content>Stopping, and going on in another process.</content>
public sealed partial class Trainer<TNetwork>
{
    /// <summary>Writes everything that the training depends on to a file: the parameters, what the optimizer remembers, its
    /// learning rate, the place in the random numbers, and how far an <see cref="Unfinished"/> <c>Fit</c> is. What was there
    /// stays until the new file is whole and on the disk; if anything goes wrong, it stays for good and nothing is left beside
    /// it.</summary>
    /// <remarks>As <see cref="NetworkFiles.Save"/> it keeps the mode of the file, follows a symbolic link, and overwrites a file that
    /// cannot be replaced. It may be called at any time: from a report of <c>Fit</c> (after whatever else the report changes, such as the
    /// learning rate), after its cancellation, between steps, or from another thread, which then waits for the end of a
    /// step.</remarks>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written: the folder is not there, the disk is full, or the
    /// like.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or neither its folder nor the file may be written
    /// to.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckpointContent content;
        lock (stepping)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            content = CheckpointContent.Of(Parts, epochsDone, unfinished);
        }

        DurableFile.Write(path, content.Write);
    }

    /// <summary>A receiver of <c>Fit</c>'s reports that saves a checkpoint at the end of every so many epochs. The file never
    /// holds less than the last whole checkpoint.</summary>
    /// <param name="epochs">Of how many, at least 1; they are counted anew in every call of <c>Fit</c>.</param>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <remarks>What <see cref="SaveCheckpoint"/> throws, <c>Fit</c> throws then; <see cref="Resume"/> goes on.</remarks>
    public IProgress<TrainingProgress> SaveEvery(int epochs, string path)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new CheckpointReceiver(epochs, () => SaveCheckpoint(path));
    }

    /// <summary>Brings the trainer, its network and its optimizer's learning rate to where they were when a checkpoint was saved,
    /// or, if anything does not fit, changes nothing. What follows is the same, bit for bit, as if the training had never been
    /// interrupted: the next step, the next <c>Fit</c>, or <see cref="Resume"/>, where the checkpoint was saved inside a
    /// <c>Fit</c>.</summary>
    /// <remarks>The trainer must have the settings of the one that saved it: those of the optimizer, and those of the options but
    /// for the number of threads.</remarks>
    /// <example>
    /// <code>
    /// if (File.Exists("run.checkpoint"))
    /// {
    ///     trainer.LoadCheckpoint("run.checkpoint");
    /// }
    ///
    /// TrainingHistory history = trainer.Unfinished is null ? trainer.Fit(train, epochs: 60) : trainer.Resume(train);
    /// </code>
    /// </example>
    /// <param name="path">A file that <see cref="SaveCheckpoint"/> has written.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="NetworkFileException">The file is damaged, no checkpoint, or one of another network or of a training with
    /// other settings.</exception>
    /// <exception cref="IOException">The file cannot be read, or is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> of this trainer is running.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void LoadCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        LoadCheckpointFrom(file, path);
    }

    /// <summary>The same from a stream; <paramref name="path"/> is for messages.</summary>
    internal void LoadCheckpointFrom(Stream file, string? path)
    {
        lock (stepping)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            ThrowIfFitting();
            Checkpoint checkpoint = Read(file, path);
            checkpoint.Restore(Parts);
            (epochsDone, unfinished) = (checkpoint.EpochsDone, checkpoint.Unfinished);
        }
    }

    private TrainingParts Parts => new(Network.Core, engine, Optimizer, options);

    private Checkpoint Read(Stream file, string? path)
    {
        try
        {
            return Checkpoint.Read(file, Parts);
        }
        catch (NetworkFileException problem)
        {
            throw new NetworkFileException(path, problem);
        }
    }
}
