using System.Globalization;
using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>A page that explains a diagnostic, with an example that causes it and one that does not.</summary>
internal sealed partial record DiagnosticPage(string Title, string Severity, string Message, PageExample Bad, PageExample Good)
{
    /// <summary>Reads a page. Fails if a part is missing or out of order.</summary>
    public static DiagnosticPage Read(string id)
    {
        string text = File.ReadAllText(Path.Combine(Repository.DiagnosticPages, $"{id}.md"));
        Match page = Parts().Match(text);
        Assert.True(page.Success, $"{id}.md does not have the parts of a page.");
        Assert.Equal(id, page.Groups["id"].Value);
        return new DiagnosticPage(
            page.Groups["title"].Value, page.Groups["severity"].Value, page.Groups["message"].Value,
            PageExample.Of(page, "bad"), PageExample.Of(page, "good"));
    }

    [GeneratedRegex(
        """
        ^\#\ (?<id>CVG\d{3}):\ (?<title>[^\n]+)\n\n(?<severity>Error|Warning):\ `(?<message>[^\n]+)`\n
        \n\#\#\ What\n\n.+?\n\n\#\#\ Why\n\n.+?\n\n\#\#\ Fix\n\n.+?\n
        \n\#\#\ Examples\n\nThis\ gives\ \k<id>:\n\n```csharp(\ langversion=(?<badVersion>\d+))?\n(?<bad>.+?)```\n
        \nThis\ does\ not:\n\n```csharp(\ langversion=(?<goodVersion>\d+))?\n(?<good>.+?)```\n$
        """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Parts();
}

/// <summary>A C# file and the language version that it is compiled with.</summary>
internal sealed record PageExample(string Source, LanguageVersion Version)
{
    public static PageExample Of(Match page, string name)
    {
        Group version = page.Groups[$"{name}Version"];
        return new PageExample(
            page.Groups[name].Value,
            version.Success
                ? (LanguageVersion)(100 * int.Parse(version.Value, CultureInfo.InvariantCulture))
                : Compile.ParseOptions.LanguageVersion);
    }
}
