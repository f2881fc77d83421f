namespace ConvGen.Tests.Matrix;

/// <summary>Valid networks that nobody thought of: drawn from a seed, the same in every run.</summary>
internal static class RandomNetworks
{
    /// <summary>Keeps the reference interpreter, and the drawing of samples without near-ties, to milliseconds.</summary>
    private const int MostProductsPerBatch = 6_000_000;

    private const int MostValuesPerSample = 6_000;

    private static readonly int[] Batches = [1, 2, 7, 64];

    public static IReadOnlyList<MatrixCase> Draw(int count, int seed)
    {
        Random random = new(seed);
        List<MatrixCase> cases = [];
        int leftOut = 0;
        while (cases.Count < count)
        {
            int batch = Batches[random.Next(Batches.Length)];
            NetworkSpec network = DrawNetwork($"Random{cases.Count + 1:D2}", random);
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

        // One in eight, as a rule. A filter that leaves out more would hide what it should let through.
        Assert.True(leftOut <= 5 + count / 3, $"{leftOut} networks were left out before {count} were found that can be measured.");
        return cases;
    }

    /// <summary>Parameters and samples for a network; null where nothing can be measured: where large values cancel, so that what is
    /// left is their rounding.</summary>
    public static (double[] Inputs, double[] Targets)? DrawSamples(ReferenceNetwork reference, int samples, int seed) =>
        DrawnCase.TryDraw(reference, samples, seed) is { } drawn && Conditioning.IsGood(reference, drawn.Inputs, drawn.Targets, seed)
            ? (drawn.Inputs, drawn.Targets)
            : null;

    private static NetworkSpec DrawNetwork(string name, Random random)
    {
        ImageShape input = new(Size(random), 1 + random.Next(33), 1 + random.Next(33));
        ImageShape shape = input;
        List<LayerSpec> layers = [];
        void Add(LayerSpec? layer)
        {
            if (layer is not null)
            {
                layers.Add(layer);
                shape = new ReferenceNetwork(new(name, shape, [layer], Loss.None)).Output;
            }
        }

        for (int block = random.Next(8) == 0 ? 0 : 1 + random.Next(3); block > 0; block--)
        {
            bool poolFirst = random.Next(2) == 0;
            Add(random.Next(4) == 0 ? DrawDepthwiseConv(random, shape) : null);
            Add(random.Next(6) == 0 ? null : DrawConv(random, shape));
            Add(poolFirst ? DrawPool(random, shape) : DrawActivation(random));
            Add(poolFirst ? DrawActivation(random) : DrawPool(random, shape));
            Add(DrawDropout(random));
        }

        for (int block = random.Next(layers.Count == 0 ? 1 : 0, 3); block > 0; block--)
        {
            Add(new DenseSpec(1 + Size(random)) { Bias = random.Next(4) > 0 });
            Add(DrawActivation(random));
            Add(DrawDropout(random));
        }

        Loss loss = (Loss)(1 + random.Next(5));
        return new(name, input, layers, shape is { Length: 1 } or not { Height: 1, Width: 1 } ? Loss.MeanSquaredError : loss);
    }

    private static ConvSpec DrawConv(Random random, ImageShape input)
    {
        int[] divisors = [.. Enumerable.Range(1, input.Channels).Where(groups => input.Channels % groups == 0)];
        int groups = random.Next(4) == 0 ? divisors[random.Next(divisors.Length)] : 1;
        int filters = (Size(random) + groups - 1) / groups * groups;
        ConvSpec conv = new(filters, Small(random, 7), Small(random, 7))
        {
            Groups = groups,
            Stride = new(Small(random, 3), Small(random, 3)),
            Dilation = new(random.Next(4) == 0 ? 2 + random.Next(2) : 1, random.Next(4) == 0 ? 2 + random.Next(2) : 1),
            Pad = new(random.Next(3), random.Next(3), random.Next(3), random.Next(3)),
            Bias = random.Next(4) > 0,
        };
        bool fits = conv.Dilation.Y * (conv.KernelHeight - 1) < input.Height + conv.Pad.Top + conv.Pad.Bottom
            && conv.Dilation.X * (conv.KernelWidth - 1) < input.Width + conv.Pad.Left + conv.Pad.Right;
        return random.Next(4) == 0 || !fits ? conv with { Pad = 0, Same = true } : conv;
    }

    /// <summary>Padded by less than the kernel, so that the first window meets the image, however small that is.</summary>
    private static DepthwiseConvSpec DrawDepthwiseConv(Random random, ImageShape input)
    {
        int height = Math.Min(Small(random, 5), input.Height);
        int width = Math.Min(Small(random, 5), input.Width);
        return new(height, width)
        {
            Stride = new(Small(random, 3), Small(random, 3)),
            Pad = new(random.Next(height), random.Next(width), random.Next(height), random.Next(width)),
            Bias = random.Next(4) > 0,
        };
    }

    private static PoolSpec? DrawPool(Random random, ImageShape input)
    {
        int height = Math.Min(1 + random.Next(3), input.Height);
        int width = Math.Min(1 + random.Next(3), input.Width);
        bool ceilMode = random.Next(2) == 0;
        PoolSpec pool = random.Next(5) switch
        {
            0 => new AveragePoolSpec(height, width) { CeilMode = ceilMode, CountPadding = random.Next(2) == 0 },
            1 => new L2PoolSpec(height, width) { CeilMode = ceilMode },
            _ => new MaxPoolSpec(height, width) { CeilMode = ceilMode },
        };
        return random.Next(4) switch
        {
            0 => null,
            1 => pool,
            2 => pool with { Stride = new(1 + random.Next(3), 1 + random.Next(3)) },
            _ => pool with
            {
                Pad = new(
                    Top: random.Next(height / 2 + 1),
                    Left: random.Next(width / 2 + 1),
                    Bottom: random.Next(height / 2 + 1),
                    Right: random.Next(width / 2 + 1)),
            },
        };
    }

    private static ActivationSpec? DrawActivation(Random random)
    {
        Activation[] functions = Enum.GetValues<Activation>();
        int function = random.Next(functions.Length + 2);
        return function >= functions.Length ? null : new(functions[function]) { Slope = random.Next(5) / 4.0 };
    }

    private static DropoutSpec? DrawDropout(Random random) =>
        random.Next(5) > 0 ? null : new(random.Next(10) / 10.0) { Inverted = random.Next(2) == 0 };

    /// <summary>1 to 33, small more often than large.</summary>
    private static int Size(Random random) => 1 + (int)(33 * Math.Pow(random.NextDouble(), 2));

    /// <summary>1 to <paramref name="most"/>, the lower half more often.</summary>
    private static int Small(Random random, int most) => 1 + Math.Min(random.Next(most), random.Next(most));

    private static bool IsAffordable(NetworkSpec network, int batch)
    {
        ReferenceNetwork reference = new(network);
        long products = reference.Layers.Sum(layer => layer.Parameters.Count == 0
            ? 0L
            : (long)layer.Parameters[0].Values.Length * layer.Output.Height * layer.Output.Width);
        int values = reference.Layers.Sum(layer => layer.Input.Length);
        return products * batch <= MostProductsPerBatch && values <= MostValuesPerSample;
    }
}
