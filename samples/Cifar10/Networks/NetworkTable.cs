using ConvGen;
using Spectre.Console;

namespace Cifar10Sample.Networks;

/// <summary>The networks that <c>--network</c> names; the first one is the default. A network is a file in this folder and a row
/// here.</summary>
internal static class NetworkTable
{
    public static IReadOnlyDictionary<string, NetworkRow> All { get; } = new Dictionary<string, NetworkRow>
    {
        ["small"] = NetworkRow.Of<SmallNet>(Recipe.Plain),
        ["resnet20"] = NetworkRow.Of<ResNet20>(Recipe.Residual),
    };
}

/// <summary>A network with its recipe.</summary>
/// <param name="Run">Runs the whole job for this network.</param>
internal sealed record NetworkRow(Action<JobArguments, IAnsiConsole> Run)
{
    public static NetworkRow Of<TNetwork>(Recipe recipe)
        where TNetwork : class, INetwork<TNetwork> =>
        new((arguments, console) => new TrainingJob<TNetwork>(arguments, recipe.With(arguments), console).Run());
}
