namespace ConvGen.Benchmarks.Scaling;

/// <summary>A series of networks in which one size varies.</summary>
/// <param name="Name">The value for <c>--series</c>, also used in the name of the plot's file.</param>
/// <param name="Title">The title of the table and plot.</param>
/// <param name="Axis">The name of the varying size.</param>
/// <param name="Sizes">The values of the varying size.</param>
/// <param name="NetworkOf">The network of a size.</param>
/// <param name="BatchOf">The samples per step of a size.</param>
internal sealed record ScalingSeries(
    string Name, string Title, string Axis, int[] Sizes, Func<int, ScaledNetwork> NetworkOf, Func<int, int> BatchOf)
{
    private const int Batch = 64;

    private static readonly ScaledNetwork Book = ScaledNetwork.Book;

    public static IReadOnlyList<ScalingSeries> All { get; } =
    [
        new(
            "filters", $"filters of both convolutions, on 1x{Book.Side}x{Book.Side}, batch {Batch}", "filters",
            [5, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80], size => Book with { Filters = size }, _ => Batch),
        new(
            "image", $"image size, {Book.Filters} filters, batch {Batch}", "rows and columns",
            [16, 24, 32, 40, 48, 56, 64], size => Book with { Side = size }, _ => Batch),
        new(
            "batch", $"batch, {Book.Filters} filters on 1x{Book.Side}x{Book.Side}", "batch",
            [1, 2, 4, 8, 10, 16, 32, 64, 128, 256, 512, 1024], _ => Book, size => size),
    ];

    public override string ToString() => Name;
}
