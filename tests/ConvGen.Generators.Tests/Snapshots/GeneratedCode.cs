using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Generates one file of one small network.</summary>
internal static class GeneratedCode
{
    /// <param name="layers">The attributes after <c>[Network]</c>.</param>
    /// <param name="topic">The file's name without the network's folder, such as <c>Conv1.Forward</c>.</param>
    /// <param name="input">The arguments of <c>[Network]</c>.</param>
    public static string File(string input, string layers, string topic)
    {
        IReadOnlyDictionary<string, string> files = Generate.Files(
            $"""
            using ConvGen;
            namespace Shop;
            [Network({input})]
            {layers}
            public sealed partial class Digits;
            """);
        string folder = topic.StartsWith("Network", StringComparison.Ordinal) ? "Shop.Digits" : "Shop.Digits/256";
        return files[$"{folder}/{topic}.g.cs"];
    }
}
