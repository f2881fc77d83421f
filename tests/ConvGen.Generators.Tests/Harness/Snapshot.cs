using System.Runtime.CompilerServices;
using System.Text;
using ConvGen.Generators.Rendering.Text;
using DiffEngine;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit.Sdk;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Compares text with a file next to the test, by Verify's conventions: <c>Class.Test.verified.cs</c> is the
/// accepted text; on a difference, <c>Class.Test.received.cs</c> is the actual text, and a diff tool opens. To accept
/// changes, run the tests with <c>CONVGEN_ACCEPT=1</c>, which writes the verified files, and review them with <c>git
/// diff</c>.</summary>
internal static class Snapshot
{
    private const int ContextLines = 3;

    /// <summary>Fails unless the snapshot of the calling test holds exactly this text.</summary>
    /// <param name="text">Text with <c>\n</c> line ends.</param>
    /// <param name="part">Distinguishes several snapshots of one test.</param>
    /// <param name="extension">The kind of text.</param>
    /// <param name="file">The test's file, filled in by the compiler.</param>
    /// <param name="test">The test's name, filled in by the compiler.</param>
    public static void Verify(
        string text,
        string? part = null,
        string extension = "cs",
        [CallerFilePath] string file = "",
        [CallerMemberName] string test = "")
    {
        string name = $"{Path.GetFileNameWithoutExtension(file)}.{test}{(part is null ? "" : "." + part)}";
        string path = Path.Combine(Path.GetDirectoryName(file)!, name);
        string verified = $"{path}.verified.{extension}";
        string received = $"{path}.received.{extension}";
        text = WithoutVersion(text);
        if (Compare(text, verified, received, Acceptance.IsRequested) is { } difference)
        {
            if (!BuildServerDetector.Detected)
            {
                DiffRunner.Launch(received, verified);
            }

            throw new XunitException(difference);
        }
    }

    /// <summary>Removes the generator's version, so that snapshots do not depend on it.</summary>
    private static string WithoutVersion(string text) => text
        .Replace($"by ConvGen {GeneratorVersion.Text}\n", "by ConvGen {version}\n", StringComparison.Ordinal)
        .Replace($"\"ConvGen\", \"{GeneratorVersion.Text}\"", "\"ConvGen\", \"{version}\"", StringComparison.Ordinal);

    /// <summary>
    /// Returns null if the verified file contains the text, or if the text is accepted and written to it. Otherwise writes the received
    /// file and describes the difference.
    /// </summary>
    internal static string? Compare(string text, string verified, string received, bool accept = false)
    {
        string? agreed = File.Exists(verified) ? File.ReadAllText(verified) : null;
        if (accept && agreed != text)
        {
            File.WriteAllText(verified, text);
            agreed = text;
        }

        if (agreed == text)
        {
            File.Delete(received);
            return null;
        }

        File.WriteAllText(received, text);
        return
            $"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)}" +
            $"{(agreed is null ? ", which does not exist yet" : "")}; " +
            $"run the test with CONVGEN_ACCEPT=1 to accept it.\n{Describe(agreed ?? "", text)}";
    }

    /// <summary>Returns the changed lines with some context, like a unified diff.</summary>
    private static string Describe(string agreed, string came)
    {
        List<DiffPiece> lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(agreed, came, ignoreWhitespace: false).Lines;
        StringBuilder description = new();
        int lastShown = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            if (!Enumerable.Range(i - ContextLines, 2 * ContextLines + 1)
                    .Any(near => near >= 0 && near < lines.Count && lines[near].Type != ChangeType.Unchanged))
            {
                continue;
            }

            if (i > lastShown + 1)
            {
                description.Append("  ...\n");
            }

            lastShown = i;
            char sign = lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' };
            description.Append(sign).Append(' ').Append(lines[i].Text).Append('\n');
        }

        return description.ToString();
    }
}
