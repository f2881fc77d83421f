using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Consumption;

/// <summary>A project that uses ConvGen, with all warnings enabled and treated as errors. It must build without diagnostics.</summary>
internal static class Consumer
{
    /// <summary>Every kind of layer, including a padded convolution after an activation and one with a fused pooling.</summary>
    public const string Attributes =
        """
        [Layers.Network(1, 8, 8)]
        [Layers.Conv(3, 3, Pad = 1), Layers.Sigmoid]
        [Layers.Conv(4, 3), Layers.MaxPool(2), Layers.ReLU]
        [Layers.Dense(5), Layers.Tanh]
        [Layers.Dense(2), Layers.SoftmaxCrossEntropy]
        """;

    /// <summary>An alias for ConvGen, which no name in the user's code can hide.</summary>
    private const string Alias = "using Layers = global::ConvGen;\n";

    public static UserProject Project(params string[] sources) =>
        new() { Name = "UserProject", Sources = [.. sources.Select(source => Alias + source)] };

    /// <summary>The declaration of a network, with documentation, because it is public.</summary>
    public static string Declaration(string name) =>
        $"/// <summary>Mine.</summary>\n{Attributes}\npublic sealed partial class {name};\n";

    public static string EmptyType(string name) => $"/// <summary>Unrelated.</summary>\npublic sealed class {name} {{ }}";

    public static string Lines(IEnumerable<string> lines) => string.Join("\n", lines);

    /// <summary>Asserts that an assembly is generated, not only that there are no diagnostics.</summary>
    public static void Compiles(UserProject project) => Assert.True(project.Compile().Image.Length > 10_000);
}
