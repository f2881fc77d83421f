using System.Collections.Immutable;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Draws valid declarations, without errors and warnings.</summary>
internal static class DeclarationDrawer
{
    private static readonly string[] Activations =
    [
        "Sigmoid", "Tanh", "ReLU", "LeakyReLU", "ELU", "SiLU", "GELU", "Softplus", "ReLU6", "Clip(-1, 0.5)", "HardSigmoid", "HardSwish",
        "Mish",
    ];

    private static readonly string[] Losses =
        ["SoftmaxCrossEntropy", "SigmoidCrossEntropy", "MeanSquaredError", "QuadraticCost", "CrossEntropyCost"];

    private static readonly string[] Headers =
        ["partial class", "public sealed partial class", "internal partial record", "public sealed partial record class"];

    private static readonly string[] Outers =
        ["", "", "", "partial class Outer", "public partial record struct Outer", "partial interface IOuter"];

    public static Declared Draw(Random random, string space) => new()
    {
        Namespace = space,
        Header = Headers[random.Next(Headers.Length)],
        Body = random.Next(3) == 0 ? " { public int Own => 1; }" : ";",
        Outer = Outers[random.Next(Outers.Length)],
        Style = random.Next(),
        Attributes = DrawAttributes(random),
    };

    private static ImmutableArray<DeclaredAttribute> DrawAttributes(Random random)
    {
        bool isFlat = random.Next(4) == 0;
        DeclaredShape shape = isFlat
            ? new(1 + random.Next(40), 1, 1, true)
            : new(1 + random.Next(4), 4 + random.Next(9), 4 + random.Next(9), false);
        int[] sizes = isFlat ? [shape.Channels] : [shape.Channels, shape.Height, shape.Width];
        List<DeclaredAttribute> all = [DeclaredAttribute.Of("Network", sizes)];
        void Add(DeclaredAttribute layer)
        {
            if (shape.After(layer) is { } after)
            {
                shape = after;
                all.Add(layer);
            }
        }

        for (int block = isFlat ? 0 : random.Next(3); block > 0; block--)
        {
            Add(DrawConvolution(random, shape.Channels));
            AddActivation(random, all);
            Add(DrawPool(random));
        }

        for (int block = 1 + random.Next(2); block > 0; block--)
        {
            Add(Named(random, DeclaredAttribute.Of("Dense", 2 + random.Next(6)), all.Count));
            AddActivation(random, block > 1 ? all : []);
        }

        if (random.Next(3) > 0)
        {
            all.Add(DeclaredAttribute.Of(Losses[random.Next(Losses.Length)]));
        }

        return [.. all];
    }

    private static DeclaredAttribute DrawConvolution(Random random, int channels)
    {
        DeclaredAttribute conv = random.Next(4) == 0
            ? DeclaredAttribute.Of("DepthwiseConv", 1 + random.Next(3), 1 + random.Next(3))
            : DeclaredAttribute.Of("Conv", channels * (1 + random.Next(3)), 1 + random.Next(4));
        conv = random.Next(4) == 0 ? conv.With("Stride", 1 + random.Next(2)) : conv;
        conv = random.Next(6) == 0 ? conv.With("Dilation", 2) : conv;
        conv = random.Next(6) == 0 && conv.Kind is "Conv" ? conv.With("Groups", channels) : conv;
        conv = random.Next(4) == 0 ? conv.With("Bias", "false") : conv;
        return random.Next(4) switch
        {
            0 => conv.With("Same", "true"),
            1 => conv.With("Pad", random.Next(3)),
            _ => conv,
        };
    }

    private static DeclaredAttribute DrawPool(Random random)
    {
        string[] kinds = ["MaxPool", "AveragePool", "L2Pool"];
        var pool = DeclaredAttribute.Of(kinds[random.Next(kinds.Length)], 2 + random.Next(2));
        pool = random.Next(3) == 0 ? pool.With("Stride", 1 + random.Next(3)) : pool;
        return random.Next(3) == 0 ? pool.With("Pad", 1) : pool;
    }

    /// <summary>Adds an activation directly after a layer with weights, where every activation has an effect.</summary>
    private static void AddActivation(Random random, List<DeclaredAttribute> all)
    {
        if (all.Count > 0 && all[^1].HasName && random.Next(3) > 0)
        {
            all.Add(DeclaredAttribute.Of(Activations[random.Next(Activations.Length)]));
        }
    }

    private static DeclaredAttribute Named(Random random, DeclaredAttribute layer, int place) =>
        random.Next(3) == 0 ? layer.With("Name", $"\"Layer{place}\"") : layer;
}
