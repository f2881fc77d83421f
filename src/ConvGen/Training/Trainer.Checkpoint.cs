using ConvGen.Files;
using ConvGen.Reports;
using ConvGen.Training;

namespace ConvGen;

/// <content>Stopping, and continuing in another process.</content>
public sealed partial class Trainer<TNetwork>
{
    /// <summary>False if the last checkpoint that was loaded was saved by a training with vectors of another width than
    /// <see cref="INetwork{TSelf}.VectorBits"/>, on another processor for example. The training goes on from the same state, but its
    /// weights differ in rounding from those of the training that saved it. The environment variable <c>CONVGEN_VECTOR_BITS</c> chooses the
    /// width. The property does not detect a processor without fused multiply-add, which rounds differently, too.</summary>
    public bool ContinuesBitForBit { get; private set; } = true;

    /// <summary>Saves the complete training state to a file: the parameters and their average, the optimizer's state and learning rate, the
    /// gradients of <see cref="PendingBatches"/>, the counters that determine the random numbers, and the progress of an <see cref="Unfinished"/> <c>Fit</c>. An existing file
    /// is replaced only once the new one is complete and on the disk; after an error the old file is intact and no temporary
    /// file remains.</summary>
    /// <remarks>Like <see cref="NetworkFiles.Save"/>, it keeps the mode of the file, follows a symbolic link, and overwrites a
    /// file that cannot be replaced. It may be called at any time: from a report of <c>Fit</c> (after any changes that the
    /// report makes, such as to the learning rate), after a cancellation, between steps, or from another thread, which then
    /// waits for the end of the current step.</remarks>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the folder does not exist or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or access to both the file and its folder is
    /// denied.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckpointContent content;
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            content = CheckpointContent.Of(Parts, _epochsDone, _unfinished);
        }

        DurableFile.Write(path, content.Write);
    }

    /// <summary>Creates a receiver of <c>Fit</c>'s reports that saves a checkpoint after every <paramref name="epochs"/>
    /// epochs. The file always holds the last complete checkpoint.</summary>
    /// <param name="epochs">The number of epochs between two checkpoints, at least 1; counted from the start of each call of
    /// <c>Fit</c>.</param>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <remarks>Exceptions of <see cref="SaveCheckpoint"/> end <c>Fit</c>; <see cref="Resume"/> continues it.</remarks>
    public IProgress<TrainingProgress> SaveEvery(int epochs, string path)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new CheckpointReceiver(epochs, () => SaveCheckpoint(path));
    }

    /// <summary>Restores the trainer, its network and its optimizer's learning rate from a checkpoint. If the checkpoint does
    /// not match, nothing is changed. With vectors of the same width, training then continues bit for bit as if it had never been interrupted: with the next
    /// step, the next <c>Fit</c>, or, if the checkpoint was saved inside a <c>Fit</c>, with <see cref="Resume"/>.</summary>
    /// <remarks>The trainer must have the same optimizer settings and options as the one that saved the checkpoint; only the
    /// number of threads and the width of vectors may differ. With another width the bits differ, see
    /// <see cref="ContinuesBitForBit"/>.</remarks>
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
    /// <param name="path">A file written by <see cref="SaveCheckpoint"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="NetworkFileException">The file is damaged, is not a checkpoint, or belongs to another network or to a
    /// training with other settings.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="InvalidOperationException">A <c>Fit</c> of this trainer is running.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void LoadCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        LoadCheckpointFrom(file, path);
    }

    /// <summary>Loads a checkpoint from a stream; <paramref name="path"/> is used in messages.</summary>
    internal void LoadCheckpointFrom(Stream file, string? path)
    {
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ThrowIfFitting();
            Checkpoint checkpoint = Read(file, path);
            checkpoint.Restore(Parts);
            (_epochsDone, _unfinished) = (checkpoint.EpochsDone, checkpoint.Unfinished);
            ContinuesBitForBit = checkpoint.VectorBits == Network.VectorBits;
        }
    }

    private TrainingParts Parts => new(Network.Core, _engine, Optimizer, _options);

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
