using ConvGen;

namespace Chapter6.Beyond;

/// <summary>A member of the committee: a network that is trained, saved to a file, and votes.</summary>
internal abstract record CommitteeMember(int Seed)
{
    /// <summary>The name of its file, without the folder.</summary>
    public abstract string FileName(int epochs);

    /// <summary>Trains the network on one thread and saves it.</summary>
    public abstract void Train(
        LabeledImages images, int epochs, string folder, IProgress<TrainingProgress> progress, CancellationToken cancellation);

    /// <summary>Loads it from its file, evaluates it on the validation or test images, and adds it to the ensemble of
    /// the previous members, which is null for the first one.</summary>
    public abstract (Ensemble Ensemble, double Accuracy) Join(Ensemble? ensemble, LabeledImages judge, int epochs, string folder);
}

/// <summary>A member of a certain class.</summary>
internal sealed record CommitteeMember<TNetwork>(int Seed) : CommitteeMember(Seed)
    where TNetwork : class, INetwork<TNetwork>
{
    public override string FileName(int epochs) => $"{typeof(TNetwork).Name}-seed{Seed}-epochs{epochs}.safetensors";

    public override void Train(
        LabeledImages images, int epochs, string folder, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        (TNetwork network, _) = BeyondRecipe.Train<TNetwork>(images, epochs, Seed, threads: 1, progress, cancellation);
        network.Save(Path.Combine(folder, FileName(epochs)));
    }

    public override (Ensemble Ensemble, double Accuracy) Join(Ensemble? ensemble, LabeledImages judge, int epochs, string folder)
    {
        TNetwork network = TNetwork.Create(Seed);
        network.Load(Path.Combine(folder, FileName(epochs)));
        return (ensemble?.With(network) ?? Ensemble.Of(network), network.Evaluate(judge).Accuracy);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{typeof(TNetwork).Name}, seed {Seed}";
}
