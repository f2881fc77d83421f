using Chapter6.Rows;

namespace Chapter6.Campaign;

/// <summary>A training to run.</summary>
internal sealed record Job(TrainedRow Row, int Seed, int Epochs)
{
    /// <summary>The multiply-adds of the training, the unit of time estimates.</summary>
    public double Work => ImagesPerEpoch * (double)Epochs * Row.Network.Layers.Sum(layer => layer.MultiplyAdds);

    private int ImagesPerEpoch => ChapterImages.TrainingImages * (Row.Recipe.Expanded ? 5 : 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Row.Name}, seed {Seed}";
}
