using System.Text.Json;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Contest;

/// <summary>A temporary folder with all files for the worker processes: images, labels, weights,
/// descriptions.</summary>
internal sealed class ContestFolder : IDisposable
{
    /// <summary>Enough that no network memorises them during the measurement, and few enough to be written
    /// quickly.</summary>
    private const int MostImages = 20_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("convgen-comparison-");

    /// <summary>Writes everything.</summary>
    /// <param name="entrants">The networks that the workers may have to load.</param>
    /// <param name="digits">Images of 1x28x28.</param>
    public ContestFolder(IEnumerable<Entrant> entrants, SpeedData digits)
    {
        int images = Math.Min(digits.Count, MostImages);
        digits = new SpeedData(digits.Images[..(digits.Images.Length / digits.Count * images)], digits.Labels[..images]);
        foreach (IGrouping<string, Entrant> group in entrants.GroupBy(entrant => string.Join('x', entrant.Summary.InputShape)))
        {
            SpeedData data = digits.For(group.First().Summary);
            string prefix = group.Key;
            Values.Write<float>(FilePath($"{prefix}.images"), data.Images);
            Values.Write<int>(FilePath($"{prefix}.labels"), data.Labels);
            foreach (Entrant entrant in group)
            {
                Describe(entrant, prefix, data.Count);
            }
        }
    }

    /// <summary>The folder's path.</summary>
    public string FullName => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);

    private void Describe(Entrant entrant, string dataPrefix, int images)
    {
        ParameterSet parameters = entrant.InitialParameters;
        var values = new float[parameters.Sum(parameter => parameter.Length)];
        int first = 0;
        foreach (Parameter parameter in parameters)
        {
            parameter.CopyTo(values.AsSpan(first, parameter.Length));
            first += parameter.Length;
        }

        var network = new PeerNetwork(
            entrant.Name,
            [.. entrant.Summary.InputShape],
            [.. entrant.Summary.Layers[^1].OutputShape],
            entrant.Layers,
            entrant.Trains,
            [.. parameters.Select(parameter => parameter.Shape.ToArray())],
            FilePath($"{entrant.Name}.parameters"),
            FilePath($"{dataPrefix}.images"),
            FilePath($"{dataPrefix}.labels"),
            images);
        Values.Write<float>(network.ParameterFile, values);
        File.WriteAllText(PeerNetwork.DescriptionFile(FullName, entrant.Name), JsonSerializer.Serialize(network, Message.Json));
    }

    private string FilePath(string name) => Path.Combine(FullName, name);
}
