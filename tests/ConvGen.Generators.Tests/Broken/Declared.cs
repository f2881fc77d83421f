using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>The text of a network declaration, in parts that can be changed individually.</summary>
internal sealed record Declared
{
    /// <summary>The namespace; unique, so that many declarations can be compiled together.</summary>
    public required string Namespace { get; init; }

    public string Name { get; init; } = "Net";

    /// <summary>The modifiers and keywords before the name.</summary>
    public string Header { get; init; } = "partial class";

    /// <summary>The text after the name: members, or a semicolon.</summary>
    public string Body { get; init; } = ";";

    /// <summary>The containing type, such as <c>partial class Outer</c>; empty for none.</summary>
    public string Outer { get; init; } = "";

    /// <summary>Code after the declaration.</summary>
    public string More { get; init; } = "";

    /// <summary>[Network] and all layers.</summary>
    public required ImmutableArray<DeclaredAttribute> Attributes { get; init; }

    /// <summary>The index of the first attribute on a second declaration; <see cref="int.MaxValue"/> if there is
    /// none.</summary>
    public int SplitAt { get; init; } = int.MaxValue;

    /// <summary>The formatting of brackets, lines and comments.</summary>
    public int Style { get; init; }

    /// <summary>The input shape of the attribute with this index, or null if an earlier layer does not fit.</summary>
    public DeclaredShape? InputOf(int index)
    {
        DeclaredAttribute network = Attributes[0];
        int[] sizes = [.. network.Sizes.Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture))];
        DeclaredShape? shape = sizes.Length == 1 ? new(sizes[0], 1, 1, true) : new(sizes[0], sizes[1], sizes[2], false);
        foreach (DeclaredAttribute layer in Attributes.Take(index).Skip(1))
        {
            shape = shape?.After(layer);
        }

        return shape;
    }

    public Declared Replace(int index, DeclaredAttribute attribute) =>
        this with { Attributes = Attributes.SetItem(index, attribute) };

    public Declared Insert(int index, DeclaredAttribute attribute) =>
        this with { Attributes = Attributes.Insert(index, attribute) };

    public Declared RemoveAt(int index) => this with { Attributes = Attributes.RemoveAt(index) };

    /// <summary>The source, with the location of each attribute.</summary>
    public (string Text, ImmutableArray<TextSpan> Attributes) Write()
    {
        Random random = new(Style);
        StringBuilder text = new();
        List<TextSpan> spans = [];
        text.Append($"namespace {Namespace}\n{{\n");
        text.Append(Outer.Length == 0 ? "" : $"    {Outer}\n    {{\n");
        for (int i = 0; i < Attributes.Length; i++)
        {
            if (i == SplitAt)
            {
                text.Append($"\n{Header} {Name};\n");
            }

            bool opens = i == 0 || i == SplitAt || random.Next(2) == 0;
            if (opens && i > 0 && i != SplitAt)
            {
                text.Append(']').Append(random.Next(3) switch { 0 => "\n", 1 => " ", _ => " // ] [\n" });
            }

            text.Append(opens ? "[" : ",").Append(random.Next(4) == 0 ? " /* , */ " : opens ? "" : " ");
            string attribute = $"{Attributes[i]}";
            spans.Add(new TextSpan(text.Length, attribute.Length));
            text.Append(attribute);
            if (i + 1 == Math.Min(SplitAt, Attributes.Length) || i + 1 == Attributes.Length)
            {
                text.Append("]\n");
            }
        }

        text.Append($"{Header} {Name}{Body}\n");
        text.Append(Outer.Length == 0 ? "" : "    }\n");
        text.Append($"{More}\n}}\n");
        return (text.ToString(), [.. spans]);
    }
}
