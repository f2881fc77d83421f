using Chapter6.Rows;

namespace Chapter6.Campaign;

/// <summary>One training that is to be done.</summary>
internal sealed record Job(Row Row, int Seed, int Epochs)
{
    /// <summary>Multiply-adds of the training, in a unit that compares rows with each other: what an estimate of time counts in.</summary>
    public double Work => ImagesPerEpoch * (double)Epochs * Row.Network.Layers.Sum(layer => layer.MultiplyAdds);

    private int ImagesPerEpoch => Row.Recipe.Expanded ? 250_000 : 50_000;

    /// <inheritdoc/>
    public override string ToString() => $"{Row.Name}, seed {Seed}";
}
