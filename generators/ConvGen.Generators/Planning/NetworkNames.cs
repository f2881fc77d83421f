using System.Text;

namespace ConvGen.Generators.Planning;

/// <summary>Where the generated types live and what the files are called.</summary>
internal sealed record NetworkNames
{
    /// <summary>The class as comments and error messages call it.</summary>
    public required string ClassName { get; init; }

    /// <summary>
    /// A namespace of its own for the kernels. Nothing that users name can be declared in it, and its own usings win over
    /// every namespace around it: the kernels can name vector types even where the user has a type of that name.
    /// </summary>
    public required string KernelNamespace { get; init; }

    /// <summary>Folder and prefix of all files of the network.</summary>
    public required string HintPrefix { get; init; }

    public static NetworkNames Of(NetworkClass network)
    {
        string path = string.Concat(network.ContainingTypes.Select(type => type.Name + "."));
        string full = (network.Namespace.Length == 0 ? "" : network.Namespace + ".") + path + network.Type.Name;
        return new NetworkNames
        {
            ClassName = network.Type.Name.TrimStart('@'),
            KernelNamespace = $"ConvGen.Generated.{ShortName.ForNamespace(full)}Kernels",
            HintPrefix = ShortName.ForFile(FileName(full)),
        };
    }

    /// <summary>The file that holds one topic of the network, such as <c>MyApp.BookNet/Conv1.Forward.g.cs</c>.</summary>
    public string Hint(string topic) => $"{HintPrefix}/{string.Join(".", topic.Split('.').Select(ShortName.ForFile))}.g.cs";

    /// <summary>Letters, digits and dots stay; every other character becomes its number, so that names never meet.</summary>
    private static string FileName(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            bool plain = c is '.' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
            if (plain)
            {
                text.Append(c);
            }
            else if (c != '@')
            {
                text.Append('-').Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
