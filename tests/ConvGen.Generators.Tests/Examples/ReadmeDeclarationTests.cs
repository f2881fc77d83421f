using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Examples;

/// <summary>The networks of the README are valid.</summary>
public sealed partial class ReadmeDeclarationTests
{
    [Fact]
    public void Every_declaration_has_kernels_and_no_diagnostic()
    {
        string[] declarations =
        [
            .. Declaration().Matches(File.ReadAllText(Path.Combine(Repository.Tests, "..", "..", "README.md")).ReplaceLineEndings("\n"))
                .Select(match => match.Groups["code"].Value),
        ];
        Assert.True(declarations.Length >= 3, $"{declarations.Length} declarations were found.");
        Assert.All(declarations, declaration => Analyze.ExpectNothing(declaration));
    }

    [GeneratedRegex(@"^```csharp\n(using ConvGen;\n\n)?(?<code>\[Network.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Declaration();
}
