using System.Runtime.CompilerServices;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Kernels of layers that move values.</summary>
public sealed class RearrangementSnapshots
{
    [Fact]
    public void Slice_forward() => Verify("Conv(20, 3), Slice(3, 11)", "Slice1.Forward");

    [Fact]
    public void Slice_backward() => Verify("Conv(20, 3), Slice(3, 11)", "Slice1.Backward");

    [Fact]
    public void ChannelShuffle_forward() => Verify("Conv(12, 3), ChannelShuffle(3)", "ChannelShuffle1.Forward");

    [Fact]
    public void PixelShuffle_forward() => Verify("Conv(12, 3), PixelShuffle(2)", "PixelShuffle1.Forward");

    [Fact]
    public void PixelShuffle_backward() => Verify("Conv(12, 3), PixelShuffle(2)", "PixelShuffle1.Backward");

    [Fact]
    public void Pad_with_zeros_forward() => Verify("Conv(9, 3), Pad(1, Left = 2)", "Pad1.Forward");

    [Fact]
    public void Pad_by_reflection_forward() => Verify("Conv(9, 3), Pad(1, Mode = PadMode.Reflection)", "Pad1.Forward");

    [Fact]
    public void Pad_by_edge_backward() => Verify("Conv(9, 3), Pad(1, Left = 2, Mode = PadMode.Edge)", "Pad1.Backward");

    [Fact]
    public void Upsample_nearest_forward() => Verify("Conv(9, 3), Upsample(2)", "Upsample1.Forward");

    [Fact]
    public void Upsample_bilinear_forward() => Verify("Conv(9, 3), Upsample(2, Mode = UpsampleMode.Bilinear)", "Upsample1.Forward");

    [Fact]
    public void Upsample_bilinear_backward() => Verify("Conv(9, 3), Upsample(2, Mode = UpsampleMode.Bilinear)", "Upsample1.Backward");

    private static void Verify(string layers, string file, [CallerMemberName] string test = "") =>
        Snapshot.Verify(GeneratedCode.File("3, 9, 10", $"[{layers}] [Dense(2), MeanSquaredError]", file), test: test);
}
