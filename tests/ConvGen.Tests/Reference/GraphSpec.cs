using System.Text;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Reference;

/// <summary>A network in a test whose layers read any earlier values.</summary>
/// <param name="Name">A valid C# identifier, which is also the name of the test case.</param>
/// <param name="Input">The shape of one sample.</param>
/// <param name="Nodes">The layers in order. Value 0 is the input, value i + 1 the output of node i.</param>
/// <param name="Loss">The loss, which reads the output of the last node.</param>
internal sealed record GraphSpec(string Name, ImageShape Input, IReadOnlyList<GraphNode> Nodes, Loss Loss)
{
    /// <summary>Writes the network as a user would declare it.</summary>
    public string Declare()
    {
        StringBuilder text = new();
        text.Append("/// <summary>A network of the tests.</summary>\n");
        text.Append($"[Network({Input.Channels}, {Input.Height}, {Input.Width})]\n");
        for (int i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Inputs[0] != i)
            {
                text.Append($"[From(\"{ValueName(Nodes[i].Inputs[0])}\")]\n");
            }

            text.Append($"[{Named(Nodes[i], ValueName(i + 1))}]\n");
        }

        text.Append(Loss == Loss.None ? "" : $"[{Loss}]\n");
        text.Append($"public sealed partial class {Name};\n");
        return text.ToString();
    }

    public override string ToString() => Name;

    private static string Named(GraphNode node, string name)
    {
        string attribute = node.Layer is { } layer
            ? NetworkSource.Attribute(layer)
            : $"{node.Merge}({string.Join(", ", node.Inputs.Skip(1).Select(value => $"\"{ValueName(value)}\""))})";
        return attribute.EndsWith(')') ? $"{attribute[..^1]}, Name = \"{name}\")" : $"{attribute}(Name = \"{name}\")";
    }

    private static string ValueName(int value) => value == 0 ? "Input" : $"V{value}";
}

/// <summary>A layer, and the values that it reads.</summary>
/// <param name="Layer">A layer that reads one value; null for a merge.</param>
/// <param name="Merge">What a merge computes.</param>
/// <param name="Inputs">The values, in order.</param>
internal sealed record GraphNode(LayerSpec? Layer, Merge Merge, params IReadOnlyList<int> Inputs);

/// <summary>How a layer computes one value from several; named after the attributes.</summary>
internal enum Merge
{
    None,
    Add,
    Multiply,
    Concat,
}
