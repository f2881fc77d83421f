using ConvGen.Comparison.Output;
using ConvGen.Comparison.Systems;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Contest;

/// <summary>Compares the results of all systems for one network and one number of threads, then times them, each in its
/// own process.</summary>
internal sealed class Meeting : IDisposable
{
    private readonly Entrant entrant;
    private readonly int threads;
    private readonly ComparisonTable table;
    private readonly Dictionary<Contender, WorkerProcess> workers = [];

    /// <summary>Starts the systems.</summary>
    public Meeting(Entrant entrant, int threads, ContestFolder folder, ComparisonTable table)
    {
        this.entrant = entrant;
        this.threads = threads;
        this.table = table;
        foreach (Contender contender in Contender.All)
        {
            try
            {
                workers.Add(contender, new WorkerProcess(contender.Start(folder.FullName, threads)));
            }
            catch (WorkerException exception)
            {
                table.LeavesOut(contender, exception.Message);
            }
        }
    }

    /// <summary>Times a job.</summary>
    /// <exception cref="WorkerException">ConvGen's own worker failed.</exception>
    public void Compare(Job job, int batch, double seconds)
    {
        float[]? expected = null;
        var runners = new List<(Contender, WorkerProcess)>();
        foreach ((Contender contender, WorkerProcess worker) in workers.Where(pair => pair.Key.Does(job)).ToArray())
        {
            try
            {
                string? setting = worker.Open(entrant.Name, job, batch);
                float[] answer = worker.Answer();
                expected ??= answer;
                double distance = Agreement.Distance(expected, answer);
                if (distance > Agreement.Tolerance)
                {
                    table.Disagrees(contender, job, batch, distance);
                    continue;
                }

                table.Agrees(contender, setting, distance);
                runners.Add((contender, worker));
            }
            catch (WorkerException exception) when (contender.Name != Contender.ConvGen)
            {
                table.LeavesOut(contender, exception.Message);
                workers.Remove(contender);
                worker.Dispose();
            }
        }

        IReadOnlyList<RaceResult> results = new Race(runners).Run(seconds, batch);
        table.Add(entrant, job, batch, threads, results);
    }

    public void Dispose()
    {
        foreach (WorkerProcess worker in workers.Values)
        {
            worker.Dispose();
        }
    }
}
