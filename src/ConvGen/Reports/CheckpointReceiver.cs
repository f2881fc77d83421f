namespace ConvGen.Reports;

/// <summary>Saves a checkpoint after every <c>epochs</c> epochs.</summary>
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
