using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>Renders C# literals of texts that users write.</summary>
internal static class LiteralText
{
    /// <summary>A quoted C# literal, with escapes where needed.</summary>
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
