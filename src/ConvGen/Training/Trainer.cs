using ConvGen.Internal;
using ConvGen.Optimizers;
using ConvGen.Threading;
using ConvGen.Training;

namespace ConvGen;

/// <summary>Trains a network, by single steps over mini-batches or by whole epochs over a data set.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
/// <remarks>
/// The same seeds and data give the same weights, bit for bit, in every run and for every number of threads, with vectors of the same
/// width (<see cref="INetwork{TSelf}.VectorBits"/>). Steps run one at a time: a second calling thread waits. Two trainers must not train the same network at once.
/// </remarks>
/// <example>
/// <code>
/// var net = new BookNet(seed: 1);
/// using var trainer = new Trainer&lt;BookNet&gt;(net, new Sgd(0.03f) { Momentum = 0.9f }, new TrainerOptions { Threads = 2 });
/// TrainingHistory history = trainer.Fit(Mnist.Load(folder, MnistSplit.Train), epochs: 3);
/// </code>
/// </example>
public sealed partial class Trainer<TNetwork> : IDisposable
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly Lock _stepping = new();
    private readonly TrainingEngine _engine;
    private readonly TrainerOptions _options;
    private bool _disposed;

    /// <summary>Creates a trainer for a network and starts its threads.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="options">Options such as mini-batch size, threads and seed; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentException">An option does not fit the network: <see cref="TrainerOptions.Frozen"/> contains another name
    /// than those of its layers and parameters, or its loss does not allow <see cref="TrainerOptions.LabelSmoothing"/> or
    /// <see cref="TrainerOptions.ClassWeights"/>.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public Trainer(TNetwork network, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        BatchCheck.HasLoss(network.Core.Program);
        Network = network;
        Optimizer = optimizer;
        _options = options ?? new TrainerOptions();
        _engine = new TrainingEngine(network.Core, optimizer, _options);
    }

    /// <summary>The network that is trained.</summary>
    public TNetwork Network { get; }

    /// <summary>The optimizer; its learning rate may be changed between steps.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The number of steps that have changed the parameters.</summary>
    public long Steps => _engine.Steps;

    /// <summary>The number of mini-batches whose gradients wait for the next update: 0 to
    /// <see cref="TrainerOptions.BatchesPerUpdate"/> - 1.</summary>
    public int PendingBatches => _engine.Accumulator?.Batches.Count ?? 0;

    /// <summary>Sets the recorder of the time per part of a step; null records nothing.</summary>
    internal StepLaps? Laps { set => _engine.Laps = value; }

    /// <summary>Performs one training step over a mini-batch of any size: forward pass, backward pass and update. Allocates
    /// only for the first mini-batch of a size.</summary>
    /// <param name="images">At least one sample of the network's input length, each in <c>[channel][row][column]</c>
    /// order.</param>
    /// <param name="labels">One label per sample: the index of the output that should be largest, or 0 or 1 if a single output
    /// answers yes or no.</param>
    /// <returns>The mean loss over the mini-batch, before the update.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no sample, or there is a single one and the network
    /// normalizes its values over the mini-batch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not one of the network's classes.</exception>
    /// <exception cref="NonFiniteLossException">The loss is infinite or NaN.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <remarks>If an exception is thrown, the parameters and the optimizer's state are unchanged. With
    /// <see cref="TrainerOptions.BatchesPerUpdate"/>, the update is left to the last mini-batch of each group.</remarks>
    public float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels) =>
        Step(images, labels, new StepRates(Optimizer.LearningRate), isLast: false, sideWork: null);

    /// <summary>Performs one training step over a mini-batch of any size: forward pass, backward pass and update. Allocates
    /// only for the first mini-batch of a size.</summary>
    /// <param name="inputs">At least one sample of the network's input length.</param>
    /// <param name="targets">A target for each output of every sample.</param>
    /// <returns>The mean loss over the mini-batch, before the update.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no sample, or there is a single one and the network
    /// normalizes its values over the mini-batch.</exception>
    /// <exception cref="NonFiniteLossException">The loss is infinite or NaN.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    /// <remarks>If an exception is thrown, the parameters and the optimizer's state are unchanged. With
    /// <see cref="TrainerOptions.BatchesPerUpdate"/>, the update is left to the last mini-batch of each group.</remarks>
    public unsafe float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int samples = BatchCheck.Targeted(Network.Core.Program, inputs, targets, nameof(inputs), nameof(targets));
            fixed (float* inputPointer = inputs)
            fixed (float* targetPointer = targets)
            {
                return _engine.Step(
                    new TrainingBatch { Samples = samples, Inputs = inputPointer, Targets = targetPointer },
                    new StepRates(Optimizer.LearningRate));
            }
        }
    }

    /// <summary>Waits for a running step, then stops the threads and frees the trainer's memory. The network stays usable.</summary>
    public void Dispose()
    {
        lock (_stepping)
        {
            if (!_disposed)
            {
                _disposed = true;
                _engine.Dispose();
            }
        }
    }

    private unsafe float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, StepRates rates, bool isLast, ISideWork? sideWork)
    {
        lock (_stepping)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            int samples = BatchCheck.Labelled(Network.Core.Program, images, labels, nameof(images), nameof(labels));
            fixed (float* imagePointer = images)
            fixed (int* labelPointer = labels)
            {
                return _engine.Step(
                    new TrainingBatch { Samples = samples, Inputs = imagePointer, Labels = labelPointer },
                    rates, isLast, sideWork);
            }
        }
    }
}
