using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;

namespace ConvGen.Comparison.Systems;

/// <summary>ConvGen, in a separate process like every other system.</summary>
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

/// <summary><c>Predict</c>, with every batch divided among threads.</summary>
internal sealed class ConvGenPrediction<TNetwork> : PreparedJob
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly SplitPredictor<TNetwork> predictor;
    private BatchWalk walk;

    public ConvGenPrediction(TNetwork network, SpeedData allData, int batch, int threads)
    {
        int images = JobSettings.PredictedImages(batch, allData.Count);
        var data = new SpeedData(allData.Images[..(images * TNetwork.InputLength)], allData.Labels[..images]);
        predictor = new SplitPredictor<TNetwork>(network, data.Images, batch, threads);
        walk = new BatchWalk(data, TNetwork.InputLength, batch);
    }

    public override float[] Answer()
    {
        Call();
        return [.. predictor.Outputs];
    }

    public override void Call()
    {
        predictor.Predict(walk.FirstImage);
        walk.MoveOn();
    }

    public override void Dispose() => predictor.Dispose();
}
