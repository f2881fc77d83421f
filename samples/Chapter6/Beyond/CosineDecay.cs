using ConvGen;

namespace Chapter6.Beyond;

/// <summary>Lowers the learning rate after every epoch along half a cosine, from its first value to nearly nothing (Loshchilov and
/// Hutter, "SGDR", 2017, without the restarts), and passes the reports on.</summary>
internal sealed class CosineDecay(Optimizer optimizer, IProgress<TrainingProgress> next) : IProgress<TrainingProgress>
{
    private const double SmallestShare = 0.01;

    private readonly float first = optimizer.LearningRate;

    public void Report(TrainingProgress value)
    {
        bool epochHasEnded = value.ImagesSeen == value.ImagesTotal;
        if (epochHasEnded)
        {
            double cosine = (1 + Math.Cos(Math.PI * value.Epoch / value.Epochs)) / 2;
            optimizer.LearningRate = (float)(first * (SmallestShare + (1 - SmallestShare) * cosine));
        }

        next.Report(value);
    }
}
