using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace ConvGen.Comparison.Systems;

/// <summary>TorchSharp in eager mode; calls functions instead of modules, which is slightly faster.</summary>
internal sealed class TorchSharpSystem : ISystem
{
    private readonly bool channelsLast;

    /// <param name="threads">The number of threads of each operation.</param>
    /// <param name="channelsLast">Whether images, activations and weights have the memory layout
    /// <c>[row][column][channel]</c>.</param>
    public TorchSharpSystem(int threads, bool channelsLast)
    {
        TorchNativeLibrary.Load();
        set_num_threads(threads);
        this.channelsLast = channelsLast;
    }

    public PreparedJob Open(PeerNetwork network, Job job, int batch) => job == Job.Train
        ? new TorchSharpTraining(network, batch, channelsLast)
        : new TorchSharpPrediction(network, batch, channelsLast);
}

/// <summary>A network's layers and batches as tensors.</summary>
internal sealed class TorchSharpNetwork
{
    private readonly PeerLayer[] layers;
    private readonly bool endsInSoftmax;

    public TorchSharpNetwork(PeerNetwork network, int batch, int? mostImages, bool channelsLast)
    {
        layers = network.Layers;
        endsInSoftmax = network.Trains;
        Parameters =
        [
            .. network.ReadParameters().Zip(network.ParameterShapes, (values, shape) =>
                new TorchParameter(InMemoryOrder(tensor(values, [.. shape]), channelsLast), requires_grad: true)),
        ];

        SpeedData data = network.ReadData();
        int images = mostImages ?? network.Images;
        float[] pixels = data.Images[..(images * network.InputLength())];
        long[] labels = [.. data.Labels.Take(images).Select(label => (long)label)];
        Images = InMemoryOrder(tensor(pixels, network.BatchShape(images)), channelsLast).split(batch)[..(images / batch)];
        Labels = tensor(labels).split(batch)[..(images / batch)];
    }

    public TorchParameter[] Parameters { get; }

    /// <summary>The images, divided into batches in advance.</summary>
    public Tensor[] Images { get; }

    /// <summary>One tensor for each of <see cref="Images"/>.</summary>
    public Tensor[] Labels { get; }

    /// <summary>The logits.</summary>
    public Tensor Forward(Tensor x)
    {
        int parameter = 0;
        foreach (PeerLayer layer in layers)
        {
            switch (layer.Kind)
            {
                case PeerLayerKind.Conv or PeerLayerKind.DepthwiseConv:
                    Tensor filters = Parameters[parameter++];
                    x = nn.functional.conv2d(
                        x, filters, Parameters[parameter++], strides: [layer.Stride, layer.Stride], padding: [layer.Padding, layer.Padding],
                        groups: layer.Kind == PeerLayerKind.DepthwiseConv ? filters.shape[0] : 1);
                    break;
                case PeerLayerKind.MaxPool:
                    x = nn.functional.max_pool2d(x, layer.Window);
                    break;
                case PeerLayerKind.Dense:
                    Tensor weights = Parameters[parameter++];
                    x = nn.functional.linear(x.dim() > 2 ? x.flatten(1) : x, weights, Parameters[parameter++]);
                    break;
                case PeerLayerKind.ReLU:
                    x = x.relu_();
                    break;
                default:
                    x = x.sigmoid_();
                    break;
            }
        }

        return x;
    }

    /// <summary>The probabilities, or the outputs of the last layer of a network without a loss.</summary>
    public Tensor Predict(Tensor x) => endsInSoftmax ? Forward(x).softmax(1) : Forward(x);

    /// <summary>Images and filters in channels_last order, if requested. With a single channel both orders have the
    /// same bytes, and oneDNN chooses its kernels by explicit strides.</summary>
    private static Tensor InMemoryOrder(Tensor values, bool channelsLast)
    {
        if (!channelsLast || values.dim() != 4)
        {
            return values;
        }

        long[] shape = values.shape;
        (long channels, long height, long width) = (shape[1], shape[2], shape[3]);
        return values.permute(0, 2, 3, 1).contiguous().as_strided(
            shape, [height * width * channels, 1, width * channels, channels]);
    }
}

/// <summary>Forward, backward and an update by SGD with momentum.</summary>
internal sealed class TorchSharpTraining(PeerNetwork network, int batch, bool channelsLast) : PreparedJob
{
    private readonly DisposeScope everything = NewDisposeScope();
    private readonly TorchSharpNetwork tensors = new(network, batch, mostImages: null, channelsLast);
    private optim.Optimizer? optimizer;
    private int next;

    public override float[] Answer()
    {
        var losses = new float[JobSettings.ComparedSteps];
        for (int step = 0; step < losses.Length; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            losses[step] = Step().item<float>();
        }

        return losses;
    }

    public override void Call()
    {
        using DisposeScope scope = NewDisposeScope();
        Step();
    }

    public override void Dispose()
    {
        optimizer?.Dispose();
        everything.Dispose();
    }

    private Tensor Step()
    {
        optimizer ??= optim.SGD(tensors.Parameters, JobSettings.LearningRate, JobSettings.Momentum);
        Tensor loss = nn.functional.cross_entropy(tensors.Forward(tensors.Images[next]), tensors.Labels[next]);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        next = (next + 1) % tensors.Images.Length;
        return loss;
    }
}

/// <summary>Forward pass without values kept for a backward pass.</summary>
internal sealed class TorchSharpPrediction(PeerNetwork network, int batch, bool channelsLast) : PreparedJob
{
    private readonly DisposeScope everything = NewDisposeScope();
    private readonly TorchSharpNetwork tensors =
        new(network, batch, JobSettings.PredictedImages(batch, network.Images), channelsLast);

    private int next;

    public override float[] Answer()
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return tensors.Predict(tensors.Images[0]).contiguous().data<float>().ToArray();
    }

    public override void Call()
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        tensors.Predict(tensors.Images[next]);
        next = (next + 1) % tensors.Images.Length;
    }

    public override void Dispose() => everything.Dispose();
}
