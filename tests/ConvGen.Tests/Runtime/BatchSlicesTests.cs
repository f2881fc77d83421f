using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

public sealed class BatchSlicesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(10, 2)]
    [InlineData(15, 2)]
    [InlineData(16, 4)]
    [InlineData(47, 4)]
    [InlineData(48, 8)]
    [InlineData(64, 8)]
    [InlineData(int.MaxValue, 8)]
    public void The_number_of_slices_depends_on_the_samples_alone(int samples, int expected) =>
        Assert.Equal(expected, BatchSlices.Count(samples));

    [Fact]
    public void Slices_cover_the_batch_evenly_and_in_order()
    {
        foreach (int samples in Enumerable.Range(1, 200).Append(int.MaxValue))
        {
            int count = BatchSlices.Count(samples);
            int[] starts = [.. Enumerable.Range(0, count + 1).Select(slice => BatchSlices.Start(slice, count, samples))];
            int[] lengths = [.. starts.Zip(starts.Skip(1), (start, end) => end - start)];
            Assert.Equal((0, samples), (starts[0], starts[^1]));
            Assert.InRange(lengths.Min(), 1, lengths.Max());
            Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
        }
    }
}
