namespace ConvGen.Reports;

/// <summary>Saves a checkpoint at the end of every so many epochs.</summary>
internal sealed class CheckpointReceiver(int epochs, Action save) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bool epochHasEnded = value.ImagesSeen == value.ImagesTotal;
        if (epochHasEnded && value.Epoch % epochs == 0)
        {
            save();
        }
    }
}
