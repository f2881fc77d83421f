using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Numbers;

/// <summary>Networks with one tested layer each and deliberately awkward shapes: sizes near multiples of the vector
/// size, strides, paddings and kernels that differ by direction, padding larger than the kernel.</summary>
/// <remarks>Every value is an integer divided by a power of two: average pools have windows of 2^k pixels, batches have 2^k samples, and
/// the gradient of the quadratic cost is the difference of outputs and targets. The layers before the tested layer give it a
/// channels-last input; the layers after it are fused into it.</remarks>
internal static class IntegerShapes
{
    /// <summary>Limits the time of the reference to tens of milliseconds.</summary>
    private const int MostProductsPerBatch = 1_500_000;

    private static readonly int[] Counts = [1, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 20, 24, 25, 33];

    private static readonly (int Height, int Width)[] PowersOfTwo =
        [(2, 2), (2, 1), (1, 2), (4, 1), (1, 4), (4, 2), (2, 4), (4, 4)];

    public static IReadOnlyList<MatrixCase> Draw(int count, int seed)
    {
        Random random = new(seed);
        List<MatrixCase> cases = [];
        while (cases.Count < count)
        {
            NetworkSpec network = DrawNetwork($"Shape{cases.Count + 1}", random);
            int batch = 1 << random.Next(network.Layers[0] is DenseSpec ? 7 : 4);
            if (Products(network) * batch <= MostProductsPerBatch)
            {
                cases.Add(new(batch, network));
            }
        }

        return cases;
    }

    private static NetworkSpec DrawNetwork(string name, Random random)
    {
        int kind = random.Next(100);
        if (kind < 12)
        {
            return NetworkSpec.OnVectors(name, 1 + random.Next(90), Loss.QuadraticCost,
                [new DenseSpec(Count(random)) { Bias = Usually(random) }, .. DrawActivation(random)]);
        }

        ImageShape input = new(Count(random), 1 + random.Next(22), 1 + random.Next(22));
        LayerSpec[] before = DrawBefore(random);
        ImageShape shape = new ReferenceNetwork(new(name, input, before, Loss.None)).Output;
        LayerSpec layer = kind switch
        {
            < 60 => DrawConv(random, shape),
            < 72 => DrawDepthwiseConv(random, shape),
            < 84 => DrawMaxPool(random, shape),
            < 92 => DrawAveragePool(random, ref input),
            < 95 => new GlobalMaxPoolSpec(),
            _ => new DenseSpec(Count(random)) { Bias = Usually(random) },
        };
        shape = new ReferenceNetwork(new(name, input, [.. before, layer], Loss.None)).Output;
        LayerSpec[] after = layer is DenseSpec ? DrawActivation(random) : DrawAfter(random, shape);
        return new(name, input, [.. before, layer, .. after], Loss.QuadraticCost);
    }

    private static LayerSpec[] DrawBefore(Random random) => random.Next(6) switch
    {
        0 => [new ActivationSpec(Activation.ReLU)],
        1 => [new ConvSpec(Count(random), 1)],
        2 => [new ConvSpec(Count(random), 3) { Pad = 1 }, new ActivationSpec(Activation.ReLU)],
        _ => [],
    };

    private static LayerSpec[] DrawAfter(Random random, ImageShape shape) => random.Next(5) switch
    {
        0 => [.. DrawActivation(random)],
        1 => [DrawMaxPool(random, shape), .. DrawActivation(random)],
        2 when shape is { Height: > 1, Width: > 1 } => [new MaxPoolSpec(2), .. DrawActivation(random)],
        3 when shape is { Height: > 1, Width: > 1 } => [.. DrawActivation(random), new MaxPoolSpec(2)],
        _ => [],
    };

    private static LayerSpec[] DrawActivation(Random random) => random.Next(4) switch
    {
        0 => [],
        1 => [new ActivationSpec(Activation.LeakyReLU) { Slope = 0.5 }],
        _ => [new ActivationSpec(Activation.ReLU)],
    };

    private static ConvSpec DrawConv(Random random, ImageShape input)
    {
        int[] divisors = [.. Enumerable.Range(2, input.Channels - 1).Where(groups => input.Channels % groups == 0)];
        int groups = divisors.Length > 0 && random.Next(3) == 0 ? divisors[random.Next(divisors.Length)] : 1;
        int filters = (Count(random) + groups - 1) / groups * groups;
        (int height, int width) = DrawSize(random, most: 7);
        Steps dilation = DrawDilation(random);
        (bool same, Sides pad) = DrawPad(random, input, height, width, dilation);
        return new(filters, height, width)
        {
            Groups = groups,
            Stride = DrawStride(random),
            Dilation = dilation,
            Pad = pad,
            Same = same,
            Bias = Usually(random),
        };
    }

    private static DepthwiseConvSpec DrawDepthwiseConv(Random random, ImageShape input)
    {
        (int height, int width) = DrawSize(random, most: 5);
        Steps dilation = DrawDilation(random);
        (bool same, Sides pad) = DrawPad(random, input, height, width, dilation);
        return new(height, width)
        {
            Stride = DrawStride(random),
            Dilation = dilation,
            Pad = pad,
            Same = same,
            Bias = Usually(random),
        };
    }

    /// <summary>Draws no padding, padding by side, or at least the whole kernel; more if the kernel would not fit the image.</summary>
    private static (bool Same, Sides Pad) DrawPad(Random random, ImageShape input, int height, int width, Steps dilation)
    {
        int extentY = dilation.Y * (height - 1) + 1;
        int extentX = dilation.X * (width - 1) + 1;
        Sides pad = random.Next(8) switch
        {
            0 or 1 => 0,
            2 => 1 + random.Next(2),
            3 or 4 or 5 => new Sides(random.Next(3), random.Next(3), random.Next(3), random.Next(3)),
            6 => new Sides(extentY + random.Next(2), extentX, extentY, extentX + random.Next(2)),
            _ => -1,
        };
        if (pad == -1)
        {
            return (true, 0);
        }

        int lackingRows = Math.Max(0, extentY - (input.Height + pad.Top + pad.Bottom));
        int lackingColumns = Math.Max(0, extentX - (input.Width + pad.Left + pad.Right));
        return (false, pad with { Bottom = pad.Bottom + lackingRows, Right = pad.Right + lackingColumns });
    }

    private static MaxPoolSpec DrawMaxPool(Random random, ImageShape input)
    {
        int dilation = random.Next(4) == 0 && input is { Height: > 2, Width: > 2 } ? 2 : 1;
        int height = 1 + random.Next(Math.Min(4, (input.Height - 1) / dilation + 1));
        int width = 1 + random.Next(Math.Min(4, (input.Width - 1) / dilation + 1));
        MaxPoolSpec pool = new(height, width) { Dilation = dilation, CeilMode = random.Next(3) == 0 };
        return (random.Next(3) == 0 ? pool : pool with { Stride = DrawStride(random) }) with
        {
            Pad = random.Next(2) == 0
                ? 0
                : new Sides(
                    Top: random.Next(height / 2 + 1),
                    Left: random.Next(width / 2 + 1),
                    Bottom: random.Next(height / 2 + 1),
                    Right: random.Next(width / 2 + 1)),
        };
    }

    /// <summary>Draws an average pooling over windows of 2^k pixels, or over a whole image, which is then resized to 2^k
    /// pixels.</summary>
    private static LayerSpec DrawAveragePool(Random random, ref ImageShape input)
    {
        (int height, int width) = PowersOfTwo[random.Next(PowersOfTwo.Length)];
        if (random.Next(4) == 0)
        {
            input = input with { Height = height, Width = width };
            return new GlobalAveragePoolSpec();
        }

        input = input with { Height = Math.Max(input.Height, height), Width = Math.Max(input.Width, width) };
        bool isPadded = random.Next(2) == 0;
        return new AveragePoolSpec(height, width)
        {
            CountPadding = isPadded || random.Next(2) == 0,
            Stride = DrawStride(random),
            Pad = isPadded
                ? new Sides(random.Next(height / 2 + 1), random.Next(width / 2 + 1), random.Next(height / 2 + 1), 0)
                : 0,
        };
    }

    private static (int Height, int Width) DrawSize(Random random, int most)
    {
        int height = 1 + Math.Min(random.Next(most), random.Next(most));
        return (height, random.Next(2) == 0 ? height : 1 + Math.Min(random.Next(most), random.Next(most)));
    }

    private static Steps DrawStride(Random random) =>
        random.Next(3) == 0 ? 1 : new Steps(1 + random.Next(3), 1 + random.Next(3));

    private static Steps DrawDilation(Random random) => random.Next(6) switch
    {
        0 => new Steps(1 + random.Next(3), 2 + random.Next(2)),
        1 => new Steps(2 + random.Next(2), 1 + random.Next(3)),
        _ => 1,
    };

    private static int Count(Random random) => Counts[random.Next(Counts.Length)];

    private static bool Usually(Random random) => random.Next(4) > 0;

    private static long Products(NetworkSpec network) => new ReferenceNetwork(network).Layers
        .Where(layer => layer.Parameters.Count > 0)
        .Sum(layer => (long)layer.Parameters[0].Values.Length * layer.Output.Height * layer.Output.Width);
}
