using System.Diagnostics;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Rendering;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Tests that the part of a class that is rendered while people type takes next to no time.</summary>
public sealed class SurfaceTimeTests
{
    private const int Runs = 200;

    /// <summary>The minimum excludes the JIT's work and other programs.</summary>
    [Fact]
    public void The_surface_of_the_book_network_renders_within_a_millisecond()
    {
        ShapedNetwork network = ShapeInference.Infer(DeclarationReader.Read(
            Compile.Sources(
                "[Network(1, 28, 28)] [Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(100), ReLU, Dense(10), "
                + "SoftmaxCrossEntropy] partial class Net;").GetTypeByMetadataName("Net")!,
            CancellationToken.None).Declaration!).Network!;
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            GeneratedFile file = Assert.Single(NetworkRenderer.RenderSurface(network));
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            Assert.Contains("partial class Net", file.Text, StringComparison.Ordinal);
            fastest = time < fastest ? time : fastest;
        }

        Assert.True(fastest < TimeSpan.FromMilliseconds(1), $"The fastest of {Runs} runs took {fastest.TotalMilliseconds} ms.");
    }
}
