using System.Text;

namespace ConvGen.Generators.Planning;

/// <summary>The names of the generated namespace and files.</summary>
internal sealed record NetworkNames
{
    /// <summary>The name of the class in comments and error messages.</summary>
    public required string ClassName { get; init; }

    /// <summary>
    /// The start of the names of the kernels' namespaces. User code declares nothing in them, and their usings take precedence over all
    /// enclosing namespaces, so kernels can refer to vector types even if the user has a type of the same name.
    /// </summary>
    public required string KernelNamespaceStart { get; init; }

    /// <summary>The folder of all files of the network.</summary>
    public required string HintPrefix { get; init; }

    public static NetworkNames Of(NetworkClass network)
    {
        string path = string.Concat(network.ContainingTypes.Select(type => type.Name + "."));
        string full = (network.Namespace.Length == 0 ? "" : network.Namespace + ".") + path + network.Type.Name;
        return new NetworkNames
        {
            ClassName = network.Type.Name.TrimStart('@'),
            KernelNamespaceStart = $"ConvGen.Generated.{ShortName.ForNamespace(full)}Kernels",
            HintPrefix = ShortName.ForFile(FileName(full)),
        };
    }

    /// <summary>The namespace of the kernels for a target, such as <c>ConvGen.Generated.MyApp.BookNetKernels256</c>.</summary>
    public string KernelNamespaceFor(Target target) => $"{KernelNamespaceStart}{target.VectorBits}";

    /// <summary>The name of a file of kernels for a target, such as <c>MyApp.BookNet/256/Conv1.Forward.g.cs</c>.</summary>
    public string Hint(Target target, string topic) => Hint($"{HintPrefix}/{target.VectorBits}", topic);

    /// <summary>The name of a file that does not depend on a target, such as <c>MyApp.BookNet/Network.g.cs</c>.</summary>
    public string Hint(string topic) => Hint(HintPrefix, topic);

    private static string Hint(string folder, string topic) =>
        $"{folder}/{string.Join(".", topic.Split('.').Select(ShortName.ForFile))}.g.cs";

    /// <summary>Converts a name to a file name: letters, digits and dots are kept; other characters are replaced by their numbers, so
    /// that different names stay different.</summary>
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
