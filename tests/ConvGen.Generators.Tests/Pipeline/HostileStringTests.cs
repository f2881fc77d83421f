using System.Collections.Immutable;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>The name of a layer is used in generated code, comments and file names. For any text there is either a property of this
/// name that compiles, or a diagnostic at the argument; the text never appears elsewhere. The name of an output is any text, which
/// the generated code contains as it is.</summary>
[Trait("Category", "Slow")]
public sealed class HostileStringTests
{
    private static readonly string[] Documented = ["CVG040", "CVG041", "CVG042"];

    /// <summary>Each string tries to break out of one kind of context.</summary>
    private static readonly string[] Strings =
    [
        "", " ", "\t", "\n", "\r\n", "\0", "\"", "\"\"\"", "'", "\\", "\\u0041", "{", "}", "{0}", "{{", "}}", "*/", "/*", "//", "///",
        "<", ">", "&", "</summary>", "<see cref=\"X\"/>", "]]>", "#if", "#pragma warning disable", "@", "@class", "$", "a;b", "a b",
        "a.b", "a-b", "a/b", "..", "../../x", "C:\\x", "con", "nul", "a\u2028b", "a\u2029b", "a\u0085b", "\uFEFF", "a\uFEFF", "\u200B",
        "a\u200Bb", "a\u202Eb", "\uD800", "a\uD800", "\uDC00a", "\U0001D400", "a\U0001D400", "\u0301", "a\u0301", "e\u0301", "é", "ß", "ı",
        "İ", "ﬁ", "名前", "имя", "שם", "اسم", "नाम", "_", "__", "_1", "1", "class", "record", "partial", "var", "async", "value",
        "field", "get", "set", "this", "base", "null", "true", "default", "nameof", "global", "System", "ConvGen", "Program", "Passes",
        "Loss", "Input", "Output", "Workspace", "x", "y", "Predict", "__core", "Net", "Dense1", "Dense2", "dense2", "ReLU1",
        "SoftmaxCrossEntropy", "ToString", "Finalize", "GetType", "get_Parameters", "op_Equality", "Kernels", "Vector256", "Unsafe",
    ];

    [Fact]
    public void No_name_escapes_from_its_context()
    {
        string[] strings = [.. Strings, new('x', 300), new('名', 300), new('x', 400), new('x', 401), new('x', 5000)];
        Random random = new(Campaign.Seed);
        strings = [.. strings, .. Enumerable.Range(0, Campaign.Count(usual: 100, campaign: 3_000)).Select(_ => Draw(random))];
        int accepted = 0;
        foreach (string[] batch in strings.Chunk(100))
        {
            accepted += AssertSafe(batch);
        }

        Assert.True(accepted > 20, $"Only {accepted} names were accepted.");
        Campaign.Report("Hostile names", $"{strings.Length} names, of which {accepted} are properties and the others reported");
    }

    [Fact]
    public void No_name_of_an_output_escapes_from_its_context()
    {
        Random random = new(Campaign.Seed);
        string[] names =
        [
            .. Strings.Concat(Enumerable.Range(0, Campaign.Count(usual: 100, campaign: 3_000)).Select(_ => Draw(random)))
                .Where(name => name.Length > 0),
        ];
        foreach (string[] batch in names.Chunk(100))
        {
            CSharpCompilation compilation = Compile.Sources(
            [
                .. batch.Select((name, index) =>
                    $"namespace N{index} {{ [Network(2)] [Dense(2), Output({Literal(name)})] partial class Net; }}"),
            ]);
            Assert.Empty(Analyze.DiagnosticsOf(compilation));
            GeneratorDriver driver =
                Generate.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
            Diagnostic? error = complete.GetDiagnostics()
                .FirstOrDefault(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
            Assert.True(error is null, $"Seed {Campaign.Seed}: {error}");
            ILookup<string, string> texts = Generate.ResultOf(driver).GeneratedSources
                .SelectMany(source => source.SyntaxTree.GetRoot().DescendantTokens()
                    .Where(token => token.IsKind(SyntaxKind.StringLiteralToken))
                    .Select(token => (Space: source.HintName[..source.HintName.IndexOf('.', StringComparison.Ordinal)], token.ValueText)))
                .ToLookup(text => text.Space, text => text.ValueText);
            Assert.All(batch, (name, index) => Assert.Contains(name, texts[$"N{index}"]));
        }
    }

    [Fact]
    public void Any_name_of_a_value_is_that_of_a_layer_or_reported()
    {
        CSharpCompilation compilation = Compile.Sources(
        [
            .. Strings.Select((name, index) =>
                $"namespace N{index} {{ [Network(2)] [Dense(2), Add({Literal(name)}), Concat(\"Input\", {Literal(name)})] " +
                "partial class Net; }"),
        ]);
        string[] reported =
        [
            .. Analyze.DiagnosticsOf(compilation).Select(diagnostic => $"{diagnostic.Location.SourceTree!.FilePath} {diagnostic.Id}"),
        ];
        Assert.Equal(
            Strings.Select((name, index) => name is "Input" or "Dense1" ? "" : $"File{index}.cs CVG070").Where(text => text.Length > 0)
                .Order(StringComparer.Ordinal),
            reported.Order(StringComparer.Ordinal));
    }

    /// <summary>Combines dangerous fragments with letters.</summary>
    private static string Draw(Random random) => string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(3) switch
    {
        0 => Strings[random.Next(Strings.Length)],
        1 => ((char)random.Next(0x10000)).ToString(),
        _ => ((char)('a' + random.Next(26))).ToString(),
    }));

    /// <summary>Returns the number of accepted names.</summary>
    private static int AssertSafe(string[] names)
    {
        string[] sources =
        [
            .. names.Select((name, index) =>
                $"namespace N{index} {{ [Network(2)] [Dense(2, Name = {Literal(name)})] [Dense(2), SoftmaxCrossEntropy] " +
                "partial class Net; }"),
        ];
        CSharpCompilation compilation = Compile.Sources(sources);
        ILookup<string, Diagnostic> diagnostics =
            Analyze.DiagnosticsOf(compilation).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
        Generate.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        int accepted = 0;
        Diagnostic? error = complete.GetDiagnostics()
            .FirstOrDefault(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.True(error is null, $"Seed {Campaign.Seed}: {error}");
        for (int i = 0; i < names.Length; i++)
        {
            ImmutableArray<Diagnostic> found = [.. diagnostics[$"File{i}.cs"]];
            INamedTypeSymbol network = complete.GetTypeByMetadataName($"N{i}.Net")!;
            string[] layers =
            [
                .. network.GetMembers().OfType<IPropertySymbol>().Where(property => property.Type.Name == "DenseLayer")
                    .Select(property => property.Name),
            ];
            if (found.IsEmpty)
            {
                accepted++;
                Assert.Equal([names[i], "Dense2"], layers);
            }
            else
            {
                Assert.Contains("Dense2", layers);
                Assert.Subset(new HashSet<string> { "Dense2", names[i] }, layers.ToHashSet());
                Diagnostic diagnostic = Assert.Single(found);
                Assert.Contains(diagnostic.Id, Documented);
                bool atSecond = names[i] is "Dense2" or "dense2";
                Assert.Equal(
                    sources[i].IndexOf(atSecond ? "Dense(2), S" : Literal(names[i]), StringComparison.Ordinal),
                    diagnostic.Location.SourceSpan.Start);
            }
        }

        return accepted;
    }

    private static string Literal(string text) =>
        $"\"{string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"\\u{(int)c:X4}"))}\"";
}
