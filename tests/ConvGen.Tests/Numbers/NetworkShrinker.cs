using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using Microsoft.CodeAnalysis;

namespace ConvGen.Tests.Numbers;

/// <summary>Shrinks a failing network while it still fails.</summary>
internal static class NetworkShrinker
{
    /// <summary>Each trial needs a compilation, which takes a third of a second.</summary>
    private const int MostTrials = 300;

    /// <summary>Removes layers and options and reduces sizes, one at a time, until every further change would make it pass.</summary>
    /// <param name="failing">A case that fails.</param>
    /// <param name="fails">Whether another case fails, too; called only for valid declarations.</param>
    public static MatrixCase Smallest(MatrixCase failing, Predicate<MatrixCase> fails)
    {
        int trials = 0;
        MatrixCase smallest = failing;
        while (SmallerThan(smallest).Where(@case => IsValid(@case.Network))
                   .FirstOrDefault(@case => trials++ < MostTrials && fails(@case)) is { } smaller)
        {
            smallest = smaller;
        }

        return smallest;
    }

    /// <summary>Whether the compiler accepts it.</summary>
    private static bool IsValid(NetworkSpec network)
    {
        UserProject project = new() { Name = "Question", Sources = [$"using ConvGen;\n\n{NetworkSource.Declare(network)}"] };
        INamedTypeSymbol type = project.Declare().GetTypeByMetadataName(network.Name)!;
        return DeclarationReader.Read(type, CancellationToken.None).Declaration is { } declaration
            && ShapeInference.Infer(declaration).Network is not null;
    }

    /// <summary>Returns networks that are one step smaller, the largest steps first; not all of them are valid.</summary>
    private static IEnumerable<MatrixCase> SmallerThan(MatrixCase @case)
    {
        NetworkSpec network = @case.Network;
        IReadOnlyList<LayerSpec> layers = network.Layers;
        return
        [
            .. layers.Select((_, i) => With([.. layers.Take(i), .. layers.Skip(i + 1)])),
            .. Less(@case.Batch).Select(batch => @case with { Batch = batch }),
            .. layers.SelectMany((layer, i) =>
                SmallerThan(layer).Select(smaller => With([.. layers.Take(i), smaller, .. layers.Skip(i + 1)]))),
            .. Inputs(network.Input).Select(input => @case with { Network = network with { Input = input } }),
        ];

        MatrixCase With(IReadOnlyList<LayerSpec> others) => @case with { Network = network with { Layers = others } };
    }

    private static IEnumerable<ImageShape> Inputs(ImageShape input) =>
    [
        .. Less(input.Channels).Select(channels => input with { Channels = channels }),
        .. Less(input.Height).Select(height => input with { Height = height }),
        .. Less(input.Width).Select(width => input with { Width = width }),
    ];

    private static IEnumerable<LayerSpec> SmallerThan(LayerSpec layer) => layer switch
    {
        ConvSpec conv =>
        [
            .. conv.Same ? (LayerSpec[])[conv with { Same = false }] : [],
            .. Less(conv.Groups).Select(groups => conv with { Groups = groups }),
            .. Less(conv.Filters).Select(filters => conv with { Filters = filters }),
            .. Less(conv.KernelHeight).Select(height => conv with { KernelHeight = height }),
            .. Less(conv.KernelWidth).Select(width => conv with { KernelWidth = width }),
            .. Less(conv.Stride).Select(stride => conv with { Stride = stride }),
            .. Less(conv.Dilation).Select(dilation => conv with { Dilation = dilation }),
            .. Less(conv.Pad).Select(pad => conv with { Pad = pad }),
            .. conv.Bias ? (LayerSpec[])[conv with { Bias = false }] : [],
        ],
        DepthwiseConvSpec conv =>
        [
            .. conv.Same ? (LayerSpec[])[conv with { Same = false }] : [],
            .. Less(conv.KernelHeight).Select(height => conv with { KernelHeight = height }),
            .. Less(conv.KernelWidth).Select(width => conv with { KernelWidth = width }),
            .. Less(conv.Stride).Select(stride => conv with { Stride = stride }),
            .. Less(conv.Dilation).Select(dilation => conv with { Dilation = dilation }),
            .. Less(conv.Pad).Select(pad => conv with { Pad = pad }),
            .. conv.Bias ? (LayerSpec[])[conv with { Bias = false }] : [],
        ],
        PoolSpec pool =>
        [
            .. pool is MaxPoolSpec { Dilation: > 1 } max ? (LayerSpec[])[max with { Dilation = 1 }] : [],
            .. Less(pool.WindowHeight).Select(height => pool with { WindowHeight = height }),
            .. Less(pool.WindowWidth).Select(width => pool with { WindowWidth = width }),
            .. Less(pool.Stride).Select(stride => pool with { Stride = stride }),
            .. Less(pool.Pad).Select(pad => pool with { Pad = pad }),
            .. pool.CeilMode ? (LayerSpec[])[pool with { CeilMode = false }] : [],
        ],
        DenseSpec dense =>
        [
            .. Less(dense.Units).Select(units => dense with { Units = units }),
            .. dense.Bias ? (LayerSpec[])[dense with { Bias = false }] : [],
        ],
        _ => [],
    };

    /// <summary>Returns 1, half the size, and one less.</summary>
    private static IEnumerable<int> Less(int size) =>
        new[] { 1, size / 2, size - 1 }.Where(less => less > 0 && less < size).Distinct();

    private static IEnumerable<Steps> Less(Steps steps) =>
        [.. Less(steps.Y).Select(y => steps with { Y = y }), .. Less(steps.X).Select(x => steps with { X = x })];

    private static IEnumerable<Sides> Less(Sides pad) =>
        new[]
        {
            0, pad with { Top = 0 }, pad with { Left = 0 }, pad with { Bottom = 0 }, pad with { Right = 0 },
            pad with { Top = pad.Top / 2 }, pad with { Left = pad.Left / 2 },
            pad with { Bottom = pad.Bottom / 2 }, pad with { Right = pad.Right / 2 },
        }.Where(less => less != pad).Distinct();
}
