namespace ConvGen.Generators.Planning.Storage;

/// <summary>The normal distribution of a parameter's initial values. The variance is a fraction that makes the formula recognisable in
/// generated code; zero for a parameter whose elements all start with the mean.</summary>
internal sealed record InitialValues(int Numerator, int Denominator, double Mean = 0)
{
    public static InitialValues Zero { get; } = new(0, 1);
    public static InitialValues One { get; } = new(1, 1);

    /// <summary>Every element is the same number.</summary>
    public static InitialValues Constant(double value) => new(0, 1, value);
}

/// <summary>The initial values of the parameters, by the network's <c>Init</c>.</summary>
internal sealed class WeightInitialization(ShapedNetwork network)
{
    private readonly InitScheme _scheme = network.Declaration.Init;
    private readonly ILookup<int, int> _readers = network.FindReaders();

    /// <summary>The variance of a layer's weights.</summary>
    /// <param name="layer">The layer with the weights.</param>
    /// <param name="fanIn">The number of inputs that affect one output.</param>
    /// <param name="fanOut">The number of outputs that one input affects.</param>
    public InitialValues Weights(ShapedLayer layer, int fanIn, int fanOut) => _scheme switch
    {
        InitScheme.He => new(2, fanIn),
        InitScheme.Glorot => new(2, fanIn + fanOut),
        InitScheme.LeCun => new(1, fanIn),
        InitScheme.Book when IsSoftmaxLayer(layer) => InitialValues.Zero,
        InitScheme.Book => new(PoolAreaAfter(layer), fanOut),
        _ => throw Unreachable.Kind(_scheme),
    };

    /// <summary>The variance of a layer's biases: zero, except with <c>Init.Book</c>, whose biases are standard normal.</summary>
    public InitialValues Biases(ShapedLayer layer) =>
        _scheme == InitScheme.Book && !IsSoftmaxLayer(layer) ? InitialValues.One : InitialValues.Zero;

    /// <summary>Whether a dense layer computes the logits of the softmax.</summary>
    private bool IsSoftmaxLayer(ShapedLayer layer) =>
        network.Loss == LossFunction.SoftmaxCrossEntropy && layer is ShapedDense && network.OutputValue > 0 && layer == network.Layers[network.OutputValue - 1];

    /// <summary>The size of the pooling window after a convolution, because the book counts a filter's outputs after the pooling;
    /// otherwise 1.</summary>
    private int PoolAreaAfter(ShapedLayer layer) =>
        layer is ShapedConv && FindReader(layer) is ShapedPool pool ? pool.WindowHeight * pool.WindowWidth : 1;

    /// <summary>Finds the layer that reads the output of a layer, after any activation; null if there is none, or several.</summary>
    private ShapedLayer? FindReader(ShapedLayer layer)
    {
        int place = network.Layers.ToList().IndexOf(layer);
        while (_readers[place + 1].Count() == 1)
        {
            place = _readers[place + 1].First();
            if (network.Layers[place] is not ShapedElementwise or ShapedDropout)
            {
                return network.Layers[place];
            }
        }

        return null;
    }
}
