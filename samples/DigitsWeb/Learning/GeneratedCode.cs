using ConvGen;

namespace DigitsWeb.Learning;

/// <summary>A generated file.</summary>
/// <param name="Name">The name of the file, such as <c>Conv1.Forward.g.cs</c>.</param>
/// <param name="Text">The content of the file.</param>
internal sealed record CodeFile(string Name, string Text);

/// <summary>The code that computes a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Stage">The layer that the code is named after: pooling and activation are computed together with the
/// layer before them.</param>
/// <param name="Files">The files, with the forward pass first.</param>
internal sealed record LayerCode(string Layer, string Stage, IReadOnlyList<CodeFile> Files);

/// <summary>The generated code of every layer, read once.</summary>
internal sealed class GeneratedCode
{
    /// <summary>The name of the loss in requests, used like a layer's name.</summary>
    public const string Loss = "Loss";

    private const string Forward = ".Forward.";

    private readonly Dictionary<string, LayerCode> _layers = new(StringComparer.Ordinal);

    private GeneratedCode()
    {
    }

    /// <summary>Reads the files that the build has copied next to the program.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="summary">The network of the files.</param>
    /// <exception cref="IOException">The folder does not exist, or lacks the code of the first layer.</exception>
    public static GeneratedCode Load(string folder, NetworkSummary summary)
    {
        var code = new GeneratedCode();
        ILookup<string, CodeFile> stages = Directory.EnumerateFiles(folder, "*.g.cs")
            .Order(StringComparer.Ordinal)
            .Select(path => new CodeFile(Path.GetFileName(path), File.ReadAllText(path)))
            .ToLookup(file => file.Name.Split('.')[0]);

        string stage = summary.Layers[0].Name;
        foreach (string layer in summary.Layers.Select(layer => layer.Name).Append(Loss))
        {
            stage = stages.Contains(layer) ? layer : stage;
            if (!stages.Contains(stage))
            {
                throw new FileNotFoundException($"{folder} does not hold the generated code of {stage}.");
            }

            IEnumerable<CodeFile> files = stages[stage].OrderByDescending(file => file.Name.Contains(Forward));
            code._layers[layer] = new LayerCode(layer, stage, [.. files]);
        }

        return code;
    }

    /// <summary>Finds the code of a layer; null if there is no such layer.</summary>
    /// <param name="layer">A name of the summary, with its exact spelling, or <see cref="Loss"/>.</param>
    public LayerCode? Find(string layer) => _layers.GetValueOrDefault(layer);
}
