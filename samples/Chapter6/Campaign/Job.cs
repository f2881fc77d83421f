using Chapter6.Rows;

namespace Chapter6.Campaign;

/// <summary>One training that is to be done.</summary>
internal sealed record Job(TrainedRow Row, int Seed, int Epochs)
{
    /// <summary>Multiply-adds of the training, in a unit that compares rows with each other: what an estimate of time counts in.</summary>
    public double Work => ImagesPerEpoch * (double)Epochs * Row.Network.Layers.Sum(layer => layer.MultiplyAdds);

    private int ImagesPerEpoch => ChapterImages.TrainingImages * (Row.Recipe.Expanded ? 5 : 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Row.Name}, seed {Seed}";
}
