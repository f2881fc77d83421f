using System.Text.Json;
using ConvGen;

namespace Chapter6.Campaign;

/// <summary>
/// Results, one JSON object per line, to which finished runs are appended, so that a long campaign can be stopped and goes on
/// where it was. The networks of all runs lie in a folder beside it, and the checkpoints of those that are not finished.
/// </summary>
internal sealed class ResultsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Lock writing = new();
    private readonly string path;
    private readonly string weightsFolder;
    private readonly List<RunResult> results = [];

    /// <summary>Reads what is there.</summary>
    /// <param name="path">The file; made with the first result when it does not exist.</param>
    /// <exception cref="InvalidDataException">A line is not a result.</exception>
    public ResultsFile(string path)
    {
        this.path = path;
        weightsFolder = Path.ChangeExtension(path, ".weights");
        if (!File.Exists(path))
        {
            return;
        }

        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                results.Add(Parse(lines[i], i + 1));
            }
        }
    }

    /// <summary>The finished runs of a row with so many epochs.</summary>
    public IReadOnlyList<RunResult> Of(string row, int epochs)
    {
        lock (writing)
        {
            return [.. results.Where(result => result.Row == row && result.Epochs == epochs)];
        }
    }

    /// <summary>Writes a finished run down: its network first, so that a result never lacks it.</summary>
    public void Append(RunResult result, Action<string> save)
    {
        Directory.CreateDirectory(weightsFolder);
        save(WeightsPath(result));
        Append(result);
    }

    /// <summary>Writes down what follows from finished runs.</summary>
    public void Append(RunResult result)
    {
        lock (writing)
        {
            File.AppendAllText(path, JsonSerializer.Serialize(result, Options) + "\n");
            results.Add(result);
        }
    }

    /// <summary>The network of a finished run, as it was in its best epoch.</summary>
    /// <exception cref="IOException">Its file is not there, or is that of another declaration.</exception>
    public TNetwork Read<TNetwork>(RunResult run)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed: 0);
        network.Load(WeightsPath(run));
        return network;
    }

    /// <summary>The file that an unfinished training is kept in.</summary>
    public string CheckpointOf(Job job)
    {
        Directory.CreateDirectory(weightsFolder);
        return Path.Combine(weightsFolder, $"{job.Row.Name}-seed{job.Seed}-epochs{job.Epochs}.checkpoint");
    }

    /// <summary>The run of a row with the most epochs whose network is there, of several the best on the validation images; null
    /// when there is none.</summary>
    public RunResult? LongestOf(string row)
    {
        lock (writing)
        {
            return results
                .Where(result => result.Row == row && File.Exists(WeightsPath(result)))
                .OrderByDescending(result => result.Epochs)
                .ThenByDescending(result => result.ValidationAccuracy)
                .FirstOrDefault();
        }
    }

    private string WeightsPath(RunResult result) =>
        Path.Combine(weightsFolder, $"{result.Row}-seed{result.Seed}-epochs{result.Epochs}.safetensors");

    private RunResult Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(line, Options) ?? throw new JsonException("null is no result.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}, line {number}: {exception.Message}", exception);
        }
    }
}
