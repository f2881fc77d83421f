using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using ConvGen.Threading;

namespace ConvGen.Comparison.Systems;

/// <summary>ConvGen, in a process of its own like every other system.</summary>
internal sealed class ConvGenSystem(int threads) : ISystem
{
    public PreparedJob Open(PeerNetwork network, Job job, int batch) =>
        Entrant.All.First(entrant => entrant.Name == network.Name).OpenConvGen(network.ReadData(), job, batch, threads);
}

/// <summary>Steps of a <see cref="Trainer{TNetwork}"/>.</summary>
internal sealed class ConvGenTraining<TNetwork>(TNetwork network, SpeedData data, int batch, int threads) : PreparedJob
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly Trainer<TNetwork> trainer = new(
        network,
        new Sgd(JobSettings.LearningRate) { Momentum = JobSettings.Momentum },
        new TrainerOptions { BatchSize = batch, Threads = threads });

    private BatchWalk walk = new(data, TNetwork.InputLength, batch);

    public override float[] Answer()
    {
        var losses = new float[JobSettings.ComparedSteps];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = Step();
        }

        return losses;
    }

    public override void Call() => Step();

    public override void Dispose() => trainer.Dispose();

    private float Step()
    {
        float loss = trainer.Step(walk.Images, walk.Labels);
        walk.MoveOn();
        return loss;
    }
}

/// <summary><c>Predict</c>, every batch cut into one part per thread of a team such as a trainer has: it spins between
/// batches and soon sleeps, so that it takes nothing from the systems whose turn comes next.</summary>
internal sealed class ConvGenPrediction<TNetwork> : PreparedJob, ITeamWork
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork network;
    private readonly int batch;
    private readonly float[] outputs;
    private readonly WorkerTeam team;
    private readonly SpeedData data;
    private BatchWalk walk;

    public ConvGenPrediction(TNetwork network, SpeedData allData, int batch, int threads)
    {
        this.network = network;
        this.batch = batch;
        int images = JobSettings.PredictedImages(batch, allData.Count);
        data = new SpeedData(allData.Images[..(images * TNetwork.InputLength)], allData.Labels[..images]);
        outputs = new float[batch * TNetwork.OutputLength];
        team = new WorkerTeam(threads);
        walk = new BatchWalk(data, TNetwork.InputLength, batch);
    }

    public override float[] Answer()
    {
        Call();
        return [.. outputs];
    }

    public override void Call()
    {
        team.Run(this, team.Workers);
        walk.MoveOn();
    }

    public void Run(int worker, int part)
    {
        int first = batch * part / team.Workers;
        int samples = batch * (part + 1) / team.Workers - first;
        network.Predict(
            walk.Images.Slice(first * TNetwork.InputLength, samples * TNetwork.InputLength),
            outputs.AsSpan(first * TNetwork.OutputLength, samples * TNetwork.OutputLength));
    }

    public override void Dispose() => team.Dispose();
}
