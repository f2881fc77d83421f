using CsCheck;

namespace ConvGen.Tests.Matrix;

/// <summary>Random valid networks, drawn by CsCheck from a seed; the same in every run.</summary>
/// <remarks>CsCheck shrinks by drawing until a smaller case fails, which would compile thousands of networks. Instead, failing networks
/// are shrunk layer by layer (<see cref="Numbers.NetworkShrinker"/>).</remarks>
internal static class RandomNetworks
{
    /// <summary>Limits the reference interpreter, and drawing samples without near-ties, to milliseconds.</summary>
    private const int MostProductsPerBatch = 6_000_000;

    private const int MostValuesPerSample = 6_000;

    private static readonly Gen<(int Batch, NetworkSpec Network)> AnyNetwork =
        from batch in Gen.OneOf(1, 2, 7, 64)
        from input in Gen.Select(RandomLayers.Size, Gen.Int[1, 33], Gen.Int[1, 33], (c, h, w) => new ImageShape(c, h, w))
        from blocks in RandomLayers.OneIn(8, Gen.Const(0), Gen.Int[1, 3])
        from body in Repeated(blocks, WithConvBlock, new Body(input, []))
        from denseBlocks in Gen.Int[body.Layers.Count == 0 ? 1 : 0, 2]
        from whole in Repeated(denseBlocks, WithDenseBlock, body)
        from loss in Gen.OneOf(Enum.GetValues<Loss>().Where(loss => loss != Loss.None).ToArray())
        let isImage = whole.Shape is { Length: 1 } or not { Height: 1, Width: 1 }
        select (batch, new NetworkSpec("Drawn", input, whole.Layers, isImage ? Loss.MeanSquaredError : loss));

    public static IReadOnlyList<MatrixCase> Draw(int count, int seed)
    {
        PCG random = new(0, (ulong)(uint)seed);
        List<MatrixCase> cases = [];
        int leftOut = 0;
        while (cases.Count < count)
        {
            (int batch, NetworkSpec network) = AnyNetwork.Generate(random, null!, out _);
            network = network with { Name = $"Random{cases.Count + 1:D2}" };
            if (!IsAffordable(network, batch))
            {
                continue;
            }

            if (DrawSamples(new(network), batch, NetworkMatrix.SeedOf(network.Name)) is not null)
            {
                cases.Add(new(batch, network));
            }
            else
            {
                leftOut++;
            }
        }

        // Usually one in eight. A filter that rejects more could hide defects.
        Assert.True(leftOut <= 5 + count / 3, $"{leftOut} networks were left out before {count} were found that can be measured.");
        return cases;
    }

    /// <summary>Parameters and samples for a network; null if it is ill-conditioned, that is, if large values cancel
    /// and leave only rounding errors.</summary>
    public static (double[] Inputs, double[] Targets)? DrawSamples(ReferenceNetwork reference, int samples, int seed) =>
        DrawnCase.TryDraw(reference, samples, seed) is { } drawn && Conditioning.IsGood(reference, drawn.Inputs, drawn.Targets, seed)
            ? (drawn.Inputs, drawn.Targets)
            : null;

    private static Gen<Body> Repeated(int times, Func<Gen<Body>, Gen<Body>> block, Body start) =>
        Enumerable.Range(0, times).Aggregate(Gen.Const(start), (body, _) => block(body));

    private static Gen<Body> WithConvBlock(Gen<Body> body) =>
        from start in body
        from poolFirst in Gen.Bool
        from whole in Layered(
            start,
            shape => RandomLayers.OneIn(4, RandomLayers.DepthwiseConv(shape), RandomLayers.None),
            shape => RandomLayers.OneIn(6, RandomLayers.None, RandomLayers.Conv(shape)),
            shape => poolFirst ? RandomLayers.Pool(shape) : RandomLayers.Activation,
            shape => poolFirst ? RandomLayers.Activation : RandomLayers.Pool(shape),
            _ => RandomLayers.Dropout)
        select whole;

    private static Gen<Body> WithDenseBlock(Gen<Body> body) =>
        from start in body
        from whole in Layered(start, _ => RandomLayers.Dense, _ => RandomLayers.Activation, _ => RandomLayers.Dropout)
        select whole;

    /// <summary>Draws one layer after the other, each for the output shape of the previous ones.</summary>
    private static Gen<Body> Layered(Body start, params Func<ImageShape, Gen<LayerSpec?>>[] layers) => layers.Aggregate(
        Gen.Const(start),
        (drawn, layer) => from body in drawn from next in layer(body.Shape) select body.With(next));

    private static bool IsAffordable(NetworkSpec network, int batch)
    {
        ReferenceNetwork reference = new(network);
        long products = reference.Layers.Sum(layer => layer.Parameters.Count == 0
            ? 0L
            : (long)layer.Parameters[0].Values.Length * layer.Output.Height * layer.Output.Width);
        int values = reference.Layers.Sum(layer => layer.Input.Length);
        return products * batch <= MostProductsPerBatch && values <= MostValuesPerSample;
    }

    /// <summary>The layers so far, and the output shape of the last one.</summary>
    private sealed record Body(ImageShape Shape, IReadOnlyList<LayerSpec> Layers)
    {
        public Body With(LayerSpec? layer) => layer is null
            ? this
            : new(new ReferenceNetwork(new("Layer", Shape, [layer], Loss.None)).Output, [.. Layers, layer]);
    }
}
