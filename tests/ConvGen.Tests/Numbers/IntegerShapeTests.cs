using ConvGen.Testing;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Numbers;

/// <summary>
/// With small integers, every float operation of convolutions, dense layers and pools is exact, in any order: for random shapes, outputs
/// and the gradients of inputs, weights and biases equal those of the reference bit for bit.
/// </summary>
[Trait("Category", "Slow")]
public sealed class IntegerShapeTests
{
    private const int BatchSize = 30;

    private static readonly IReadOnlyList<MatrixCase> Shapes =
        IntegerShapes.Draw(Campaign.Count(usual: 120, campaign: 900), Campaign.Seed);

    private static readonly NetworkTrial Trial = new("integer shapes", IntegerData.Draw, Agreement.AssertExact);

    /// <summary>Properties of the drawn integers of each shape.</summary>
    private static readonly Lazy<Dictionary<MatrixCase, (bool HasGradient, bool HasTie)>> Drawn =
        new(() => Shapes.ToDictionary(@case => @case, Draw));

    private static readonly Lazy<ReadOnlyMemory<byte>>[] Images =
        [.. Enumerable.Range(0, Shapes.Count / BatchSize).Select(batch => new Lazy<ReadOnlyMemory<byte>>(() => Compile(batch)))];

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, Shapes.Count / BatchSize)];

    /// <summary>Gets the number of shapes of a batch and their compiled assembly; also used by other tests of the same shapes.</summary>
    internal static (int Count, ReadOnlyMemory<byte> Image) Compiled(int batch) => (Batch(batch).Count, Images[batch].Value);

    [Theory]
    [MemberData(nameof(Batches))]
    public void No_float_differs(int batch)
    {
        Trial.Hold($"IntegerShapes{batch}", Batch(batch), () => NetworkBatch.Load(Images[batch].Value));
        Campaign.Report("integer exactness", $"batch {batch}: {BatchSize} shapes, no float differs");
    }

    [Fact]
    public void Gradients_reach_the_input_of_nearly_every_shape() =>
        AssertMost("with a gradient", 95, @case => Drawn.Value[@case].HasGradient);

    [Fact]
    public void Output_channels_do_not_fill_vectors() =>
        AssertMost("with output channels that 8 does not divide", 60, @case =>
            Outputs(@case).Any(shape => shape.Channels % 8 != 0));

    [Fact]
    public void Output_rows_do_not_fill_vectors() =>
        AssertMost("with an output width that 8 does not divide", 60, @case =>
            Outputs(@case).Any(shape => shape.Width % 8 != 0 && shape.Height > 1));

    [Fact]
    public void Images_and_kernels_are_not_square() =>
        AssertMost("not square", 60, @case => @case.Network.Input is { Height: var height, Width: var width } && height != width);

    /// <summary>The limit is several standard deviations below the average, so that other seeds pass as well.</summary>
    [Theory]
    [InlineData("strides", 30)]
    [InlineData("padding", 25)]
    [InlineData("padding beyond the kernel", 5)]
    [InlineData("kernels", 18)]
    [InlineData("groups", 8)]
    [InlineData("depthwise", 6)]
    [InlineData("dilation", 11)]
    [InlineData("average pool", 4)]
    [InlineData("dense", 10)]
    public void Every_difficulty_occurs_often(string difficulty, int percent) =>
        AssertMost(difficulty, percent, @case => @case.Network.Layers.Any(layer => Has(layer, difficulty)));

    /// <summary>Counts ties that affect a gradient, except those among the zeros after a ReLU.</summary>
    [Fact]
    public void Maxima_tie() => AssertMost("with ties in a max pool", 15, @case => Drawn.Value[@case].HasTie);

    private static (bool HasGradient, bool HasTie) Draw(MatrixCase @case)
    {
        ReferenceNetwork network = new(@case.Network);
        if (IntegerData.Draw(network, @case.Batch, NetworkMatrix.SeedOf(@case.Network.Name)) is not var (inputs, _))
        {
            return (false, false);
        }

        IReadOnlyList<double[]> values = network.Forward(inputs[..@case.Network.Input.Length]);
        return (true, network.Layers.Zip(values).Any(pair => pair.First is ReferenceMaxPool pool && pool.HasTie(pair.Second)));
    }

    private static IReadOnlyList<MatrixCase> Batch(int number) => [.. Shapes.Skip(number * BatchSize).Take(BatchSize)];

    private static ReadOnlyMemory<byte> Compile(int batch) =>
        NetworkTrial.Compile($"IntegerShapes{batch}", Batch(batch).Select(@case => @case.Network)).Image;

    private static bool Has(LayerSpec layer, string difficulty) => (difficulty, layer) switch
    {
        ("strides", ConvSpec { Stride: var stride }) => stride.Y != stride.X,
        ("strides", DepthwiseConvSpec { Stride: var stride }) => stride.Y != stride.X,
        ("strides", PoolSpec { Stride: var stride }) => stride.Y != stride.X,
        ("padding", ConvSpec { Pad: var pad }) => IsUneven(pad),
        ("padding", DepthwiseConvSpec { Pad: var pad }) => IsUneven(pad),
        ("padding", PoolSpec { Pad: var pad }) => IsUneven(pad),
        ("padding beyond the kernel", ConvSpec conv) => conv.Pad.Top >= conv.KernelHeight && conv.Pad.Left >= conv.KernelWidth,
        ("padding beyond the kernel", DepthwiseConvSpec conv) =>
            conv.Pad.Top >= conv.KernelHeight && conv.Pad.Left >= conv.KernelWidth,
        ("kernels", ConvSpec conv) => conv.KernelHeight != conv.KernelWidth,
        ("kernels", DepthwiseConvSpec conv) => conv.KernelHeight != conv.KernelWidth,
        ("groups", ConvSpec conv) => conv.Groups > 1,
        ("depthwise", DepthwiseConvSpec) => true,
        ("dilation", ConvSpec conv) => conv.Dilation != 1 && conv.KernelHeight * conv.KernelWidth > 1,
        ("dilation", DepthwiseConvSpec conv) => conv.Dilation != 1 && conv.KernelHeight * conv.KernelWidth > 1,
        ("average pool", AveragePoolSpec or GlobalAveragePoolSpec) => true,
        ("dense", DenseSpec) => true,
        _ => false,
    };

    private static bool IsUneven(Sides pad) => pad.Top != pad.Bottom || pad.Left != pad.Right;

    private static IEnumerable<ImageShape> Outputs(MatrixCase @case) =>
        new ReferenceNetwork(@case.Network).Layers.Select(layer => layer.Output);

    private static void AssertMost(string what, int percent, Predicate<MatrixCase> has)
    {
        int count = Shapes.Count(@case => has(@case));
        Assert.True(
            100 * count >= percent * Shapes.Count, $"{count} of {Shapes.Count} shapes are {what}; {percent} % are expected.");
    }
}
