using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Inference;
using CsCheck;

namespace ConvGen.Generators.Tests.Inference;

/// <summary>Output sizes against PyTorch's published values, and against counting windows one by one.</summary>
public sealed class WindowsTests
{
    private static readonly Gen<(int Size, int Before, int After, int Window, int Stride)> AnyPool =
        from window in Gen.Int[1, 7]
        from size in Gen.Int[1, 33]
        from before in Gen.Int[0, window / 2]
        from after in Gen.Int[0, window / 2]
        from stride in Gen.Int[1, 9]
        select (size, before, after, window, stride);

    [Theory]
    [InlineData(28, 5, 1, 24)]
    [InlineData(28, 28, 3, 1)]
    [InlineData(28, 29, 1, 0)]
    [InlineData(7, 3, 2, 3)]
    [InlineData(8, 3, 2, 3)]
    public void Windows_are_counted_as_PyTorch_does(int size, int window, int stride, int expected) =>
        Assert.Equal(expected, Windows.Count(size, window, stride));

    [Theory]
    [InlineData(5, 0, 2, 2, false, 2)]
    [InlineData(5, 0, 2, 2, true, 3)]
    [InlineData(6, 0, 3, 2, true, 3)]
    [InlineData(2, 0, 3, 3, true, 1)]
    [InlineData(4, 1, 3, 5, true, 1)]
    [InlineData(1, 0, 1, 2, true, 1)]
    [InlineData(6, 1, 2, 2, true, 4)]
    [InlineData(5, 1, 2, 3, true, 2)]
    [InlineData(5, 1, 2, 6, true, 1)]
    public void Pools_are_counted_as_PyTorch_does(int size, int pad, int window, int stride, bool ceilMode, int expected) =>
        Assert.Equal(expected, Windows.PoolCount(size, pad, pad, window, stride, ceilMode));

    [Fact]
    public void Every_window_lies_inside_the_padded_input() => AnyPool.Sample(pool =>
    {
        int padded = pool.Size + pool.Before + pool.After;
        int expected = Enumerable.Range(0, padded).Count(i => i * pool.Stride + pool.Window <= padded);
        return expected == Windows.PoolCount(pool.Size, pool.Before, pool.After, pool.Window, pool.Stride, ceilMode: false)
            && expected == Windows.Count(padded, pool.Window, pool.Stride);
    });

    [Fact]
    public void In_ceil_mode_the_last_window_begins_inside_and_extends_past_the_input_by_less_than_a_stride() => AnyPool.Sample(pool =>
    {
        int padded = pool.Size + pool.Before + pool.After;
        int expected = Enumerable.Range(0, padded).Count(i =>
            i * pool.Stride + pool.Window < padded + pool.Stride && i * pool.Stride < pool.Size + pool.Before);
        return expected == Windows.PoolCount(pool.Size, pool.Before, pool.After, pool.Window, pool.Stride, ceilMode: true);
    });

    [Fact]
    public void Same_gives_ceil_of_input_over_stride_with_the_odd_pixel_at_bottom_and_right() =>
        Gen.Select(Gen.Int[1, 33], Gen.Int[1, 33], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 5], Gen.Int[1, 5]).Sample(
            (height, width, kernelHeight, kernelWidth, strideY, strideX) =>
            {
                ConvDeclaration conv = new()
                {
                    AttributeIndex = 0,
                    Filters = 1,
                    KernelHeight = kernelHeight,
                    KernelWidth = kernelWidth,
                    StrideY = strideY,
                    StrideX = strideX,
                    Same = true,
                };
                Padding padding = Windows.SamePadding(conv, new Shape(1, height, width, IsFlat: false));
                return (height + strideY - 1) / strideY
                        == Windows.Count(height + padding.Top + padding.Bottom, kernelHeight, strideY)
                    && (width + strideX - 1) / strideX
                        == Windows.Count(width + padding.Left + padding.Right, kernelWidth, strideX)
                    && padding.Bottom - padding.Top is 0 or 1
                    && padding.Right - padding.Left is 0 or 1;
            });
}
