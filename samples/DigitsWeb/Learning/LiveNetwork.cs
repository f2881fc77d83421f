using ConvGen;
using MnistSample.Networks;

namespace DigitsWeb.Learning;

/// <summary>The network that answers requests. A training uses a separate network and regularly copies its weights to
/// this one.</summary>
/// <remarks>Computes one prediction at a time, in a few milliseconds, so that requests never use more than one
/// core.</remarks>
internal sealed class LiveNetwork(BookNet network)
{
    private readonly Lock _gate = new();
    private int _version;

    /// <summary>The number of times that weights were copied to this network.</summary>
    public int Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>The output of every layer for an image.</summary>
    /// <param name="image">784 pixels, 0 to 1.</param>
    public (ActivationTrace Trace, int Version) Trace(ReadOnlySpan<float> image)
    {
        lock (_gate)
        {
            return (network.Trace(image), _version);
        }
    }

    /// <summary>The weights of the convolutions, in PyTorch's order.</summary>
    public (IReadOnlyList<(string Layer, IReadOnlyList<int> Shape, float[] Weights)> Filters, int Version) Filters()
    {
        lock (_gate)
        {
            var filters = network.Parameters
                .Where(parameter => parameter.Shape.Count == 4)
                .Select(parameter => (parameter.Name.Split('.')[0], parameter.Shape, Values(parameter)));
            return ([.. filters], _version);
        }
    }

    /// <summary>A network with the same weights, to train.</summary>
    public BookNet Copy()
    {
        var copy = new BookNet();
        lock (_gate)
        {
            CopyWeights(network, copy);
        }

        return copy;
    }

    /// <summary>Copies the weights of another network.</summary>
    /// <param name="learner">The network that is trained, between two of its steps.</param>
    public void Publish(BookNet learner)
    {
        lock (_gate)
        {
            CopyWeights(learner, network);
            _version++;
        }
    }

    private static void CopyWeights(BookNet source, BookNet target)
    {
        foreach (Parameter parameter in source.Parameters)
        {
            target.Parameters[parameter.Name].CopyFrom(Values(parameter));
        }
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
