namespace ConvGen.Internal;

/// <summary>The typed views of a network's layers, created once from the names and shapes of its parameters.</summary>
internal sealed class LayerSet
{
    private const string WeightSuffix = ".weight", BiasSuffix = ".bias";

    private readonly NamedList<ConvLayer> _convolutions;
    private readonly NamedList<DenseLayer> _denseLayers;

    public LayerSet(ParameterSet parameters)
    {
        var byName = parameters.ToDictionary(parameter => parameter.Name);
        List<ConvLayer> convolutions = [];
        List<DenseLayer> denseLayers = [];
        foreach (Parameter weight in parameters.Where(p => p.Name.EndsWith(WeightSuffix, StringComparison.Ordinal)))
        {
            string layer = weight.Name[..^WeightSuffix.Length];
            Parameter? bias = byName.GetValueOrDefault(layer + BiasSuffix);
            if (weight.Shape.Count == 4)
            {
                convolutions.Add(new ConvLayer(layer, weight, bias));
            }
            else
            {
                denseLayers.Add(new DenseLayer(layer, weight, bias));
            }
        }

        _convolutions = new NamedList<ConvLayer>(convolutions, layer => layer.Name);
        _denseLayers = new NamedList<DenseLayer>(denseLayers, layer => layer.Name);
    }

    public ConvLayer Conv(string name) => _convolutions[name];

    public DenseLayer Dense(string name) => _denseLayers[name];
}
