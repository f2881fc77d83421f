using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Consumption;

/// <summary>A project that uses ConvGen, with all warnings on and warnings as errors: it has to build without a
/// message.</summary>
internal static class Consumer
{
    /// <summary>Every kind of layer, a padded convolution after its activation and one fused with its pool.</summary>
    public const string Attributes =
        """
        [Layers.Network(1, 8, 8)]
        [Layers.Conv(3, 3, Pad = 1), Layers.Sigmoid]
        [Layers.Conv(4, 3), Layers.MaxPool(2), Layers.ReLU]
        [Layers.Dense(5), Layers.Tanh]
        [Layers.Dense(2), Layers.SoftmaxCrossEntropy]
        """;

    /// <summary>Names ConvGen by an alias, which no name of the user's can hide.</summary>
    private const string Alias = "using Layers = global::ConvGen;\n";

    public static UserProject Project(params string[] sources) =>
        new() { Name = "UserProject", Sources = [.. sources.Select(source => Alias + source)] };

    /// <summary>A network, documented as everything public has to be.</summary>
    public static string Declaration(string name) =>
        $"/// <summary>Mine.</summary>\n{Attributes}\npublic sealed partial class {name};\n";

    public static string EmptyType(string name) => $"/// <summary>Unrelated.</summary>\npublic sealed class {name} {{ }}";

    public static string Lines(IEnumerable<string> lines) => string.Join("\n", lines);

    /// <summary>A generated assembly, and not merely the absence of messages.</summary>
    public static void Compiles(UserProject project) => Assert.True(project.Compile().Image.Length > 10_000);
}
