using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Tests that no renderer depends on the width of a vector, which it gets from the writer's target.</summary>
public sealed partial class VectorSpellingTests
{
    [Fact]
    public void Only_one_file_contains_vector_instructions() => Assert.Equal(
        [Path.Combine("Rendering", "Text", "VectorText.cs")],
        Repository.SourcesBelow(Repository.Generators)
            .Where(path => VectorType().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(Repository.Generators, path)));

    [Fact]
    public void No_rendered_loop_has_a_literal_number_of_lanes() => Assert.Empty(
        Repository.SourcesBelow(Path.Combine(Repository.Generators, "Rendering"))
            .SelectMany(path => LiteralLanesIn(Compile.Parse(File.ReadAllText(path), Path.GetFileName(path)))));

    [Theory]
    [InlineData("for (int i = 0; i < length; i += 8)")]
    [InlineData("for (int i = 0; i + 8 <= length; i++)")]
    [InlineData("for (int lane = 0; lane < 8; lane++)")]
    [InlineData("for (int lane = 7; lane >= 0; lane--)")]
    [InlineData("while (i < length - 16)")]
    [InlineData("x = ref Unsafe.Add(ref x, 8);")]
    [InlineData("i += 16;")]
    [InlineData("int whole = length / 8 * 8;")]
    public void The_check_sees_a_literal_number_of_lanes(string rendered)
    {
        Assert.NotEmpty(LiteralLanesIn(Compile.Parse($"class C {{ string S => \"{rendered}\"; }}", "Plain.cs")));
        Assert.NotEmpty(LiteralLanesIn(Compile.Parse($"class C {{ string S(int n) => $\"{{n}}{rendered}\"; }}", "Hole.cs")));
        Assert.NotEmpty(LiteralLanesIn(Compile.Parse($"class C {{ string S => \"\"\"\n {rendered}\n \"\"\"; }}", "Raw.cs")));
    }

    [Theory]
    [InlineData("for (int sample = 0; sample < samples; sample++)")]
    [InlineData("1f / 16f + x_r8 * 8.5")]
    public void The_check_sees_nothing_else(string rendered) =>
        Assert.Empty(LiteralLanesIn(Compile.Parse($"class C {{ string S => \"{rendered}\"; }}", "Plain.cs")));

    /// <summary>Finds string literals that contain the number of lanes of a vector, or of half a vector, as a separate number.</summary>
    private static IEnumerable<string> LiteralLanesIn(SyntaxTree tree) =>
        from token in tree.GetRoot().DescendantTokens()
        where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        where LaneCount().IsMatch(token.ValueText) && !IsMessage(token)
        select $"{tree.FilePath}({token.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {token.ValueText}";

    /// <summary>Whether a literal is the message of an exception, which is not rendered.</summary>
    private static bool IsMessage(SyntaxToken token) =>
        token.Parent!.Ancestors().Any(node => node.RawKind is (int)SyntaxKind.ThrowExpression or (int)SyntaxKind.ThrowStatement);

    [GeneratedRegex(@"\bVector(64|128|256|512)\b")]
    private static partial Regex VectorType();

    [GeneratedRegex(@"(?<![\w.])(7|8|15|16|32)(?![\w.])")]
    private static partial Regex LaneCount();
}
