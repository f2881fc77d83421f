namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders what all files with a part of the user's class share: the header comment, namespace and containing types.</summary>
internal static class SurfaceFile
{
    public const string Floats = "global::System.ReadOnlySpan<float>";
    public const string Labels = "global::System.ReadOnlySpan<int>";

    public static GeneratedFile Render(
        NetworkClass network, NetworkNames names, string topic, string title, Action<SourceWriter> body)
    {
        var writer = new SourceWriter();
        writer.Line(GeneratorVersion.Mark);
        writer.Line("//");
        writer.Comment($"{names.ClassName}: {title}");
        writer.Line("#nullable enable");
        writer.Line("#pragma warning disable CS0437 // The class may have the name of a namespace, such as System.Net.");
        writer.Line("#pragma warning disable CS3001, CS3002, CS3003 // ConvGen makes no promise to comply with the common language specification.");
        writer.Line();
        using (network.Namespace.Length == 0 ? null : writer.Block($"namespace {network.Namespace}"))
        using (new Closers(network.ContainingTypes.Select(type => writer.Block($"partial {type.Keyword} {type.Name}"))))
        {
            body(writer);
        }

        return new GeneratedFile(names.Hint(topic), writer.ToString());
    }

    /// <summary>Closes several blocks, the innermost first.</summary>
    private sealed class Closers(IEnumerable<IDisposable> blocks) : IDisposable
    {
        private readonly IDisposable[] _opened = blocks.ToArray();

        public void Dispose()
        {
            foreach (IDisposable block in Enumerable.Reverse(_opened))
            {
                block.Dispose();
            }
        }
    }
}
