using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

public sealed partial class BatchSlicesTests
{
    /// <summary>A program in which each weight takes part in many multiply-adds per sample.</summary>
    private static readonly NetworkProgram Convolutional = ((INetwork<Mapped>)new Mapped()).Core.Program;

    /// <summary>A program in which each weight takes part in one multiply-add per sample.</summary>
    private static readonly NetworkProgram Dense = new LinearProgram(inputs: 10, units: 7, LossKind.SoftmaxCrossEntropy);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 2)]
    [InlineData(15, 2)]
    [InlineData(16, 4)]
    [InlineData(47, 4)]
    [InlineData(48, 8)]
    [InlineData(64, 8)]
    [InlineData(int.MaxValue, 8)]
    public void The_number_of_slices_grows_with_the_samples(int samples, int expected) =>
        Assert.Equal(expected, BatchSlices.Count(samples, Convolutional));

    [Fact]
    public void Dense_networks_have_few_slices_for_small_batches()
    {
        long work = Dense.Summary.MultiplyAdds, worth = 16L * Dense.ParameterFloats;
        int[] counts = [.. Enumerable.Range(1, 300).Select(samples => BatchSlices.Count(samples, Dense))];
        Assert.All(
            counts, (slices, i) => Assert.True(slices == 1 || (i + 1) * work >= slices * worth, $"{i + 1} samples, {slices} slices"));
        Assert.Equal([1, 2, 4, 8], counts.Distinct());
        Assert.Equal(8, BatchSlices.Count(int.MaxValue, Dense));
    }

    [Fact]
    public void Slices_cover_the_batch_evenly_and_in_order()
    {
        foreach (int samples in Enumerable.Range(1, 200).Append(int.MaxValue))
        {
            int count = BatchSlices.Count(samples, Convolutional);
            int[] starts = [.. Enumerable.Range(0, count + 1).Select(slice => BatchSlices.Start(slice, count, samples))];
            int[] lengths = [.. starts.Zip(starts.Skip(1), (start, end) => end - start)];
            Assert.Equal((0, samples), (starts[0], starts[^1]));
            Assert.InRange(lengths.Min(), 1, lengths.Max());
            Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
        }
    }

    [Network(1, 20, 20)]
    [Conv(8, 3), MaxPool(3), ReLU]
    [Dense(2), SoftmaxCrossEntropy]
    private sealed partial class Mapped;
}
