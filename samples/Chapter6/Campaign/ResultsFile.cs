using System.Text.Json;
using ConvGen;

namespace Chapter6.Campaign;

/// <summary>A file with one JSON object per line. Finished runs are appended, so that a long campaign can be stopped
/// and resumed. A folder next to it holds the networks of all runs, and the checkpoints of unfinished ones.</summary>
internal sealed class ResultsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Lock _writing = new();
    private readonly string _path;
    private readonly string _weightsFolder;
    private readonly List<RunResult> _results = [];

    /// <summary>Reads the existing results.</summary>
    /// <param name="path">The file; created with the first result if it does not exist.</param>
    /// <exception cref="InvalidDataException">A line is not a result.</exception>
    public ResultsFile(string path)
    {
        _path = path;
        _weightsFolder = Path.ChangeExtension(path, ".weights");
        if (!File.Exists(path))
        {
            return;
        }

        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                _results.Add(Parse(lines[i], i + 1));
            }
        }
    }

    /// <summary>The finished runs of a row with the given number of epochs.</summary>
    public IReadOnlyList<RunResult> Of(string row, int epochs)
    {
        lock (_writing)
        {
            return [.. _results.Where(result => result.Row == row && result.Epochs == epochs)];
        }
    }

    /// <summary>Saves a finished run: its network first, so that every result has its network.</summary>
    public void Append(RunResult result, Action<string> save)
    {
        Directory.CreateDirectory(_weightsFolder);
        save(WeightsPath(result));
        Append(result);
    }

    /// <summary>Saves a result that is derived from finished runs.</summary>
    public void Append(RunResult result)
    {
        lock (_writing)
        {
            File.AppendAllText(_path, JsonSerializer.Serialize(result, Options) + "\n");
            _results.Add(result);
        }
    }

    /// <summary>The network of a finished run, as it was in its best epoch.</summary>
    /// <exception cref="IOException">Its file does not exist, or belongs to another declaration.</exception>
    public TNetwork Read<TNetwork>(RunResult run)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed: 0);
        network.Load(WeightsPath(run));
        return network;
    }

    /// <summary>The checkpoint file of an unfinished training.</summary>
    public string CheckpointOf(Job job)
    {
        Directory.CreateDirectory(_weightsFolder);
        return Path.Combine(_weightsFolder, $"{job.Row.Name}-seed{job.Seed}-epochs{job.Epochs}.checkpoint");
    }

    /// <summary>The run of a row with the most epochs whose network was saved; of several, the best on the validation
    /// images; null if there is none.</summary>
    public RunResult? LongestOf(string row)
    {
        lock (_writing)
        {
            return _results
                .Where(result => result.Row == row && File.Exists(WeightsPath(result)))
                .OrderByDescending(result => result.Epochs)
                .ThenByDescending(result => result.ValidationAccuracy)
                .FirstOrDefault();
        }
    }

    private string WeightsPath(RunResult result) =>
        Path.Combine(_weightsFolder, $"{result.Row}-seed{result.Seed}-epochs{result.Epochs}.safetensors");

    private RunResult Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(line, Options) ?? throw new JsonException("A result must not be null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{_path}, line {number}: {exception.Message}", exception);
        }
    }
}
