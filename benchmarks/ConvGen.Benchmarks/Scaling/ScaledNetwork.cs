namespace ConvGen.Benchmarks.Scaling;

/// <summary>The book's network in other sizes: two convolutions, each followed by a max pool, and a dense layer of
/// ten.</summary>
/// <param name="Filters">The filters of both convolutions.</param>
/// <param name="Side">Rows and columns of the image.</param>
internal sealed record ScaledNetwork(int Filters, int Side)
{
    private const string Namespace = "Scaled";

    /// <summary>The size that a series uses while it varies the other one.</summary>
    public static ScaledNetwork Book { get; } = new(Filters: 20, Side: 28);

    public string Name => $"Filters{Filters}Side{Side}";

    /// <summary>The full name of the class.</summary>
    public string ClassName => $"{Namespace}.{Name}";

    public string Declaration =>
        $"""
        using ConvGen;

        namespace {Namespace};

        [Network(1, {Side}, {Side})]
        [Conv({Filters}, 5), MaxPool(2), ReLU]
        [Conv({Filters}, 5), MaxPool(2), ReLU]
        [Dense(10), SoftmaxCrossEntropy]
        public sealed partial class {Name};
        """;
}
