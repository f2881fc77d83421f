namespace ConvGen.Internal;

/// <summary>The typed views of a network's layers, created once, by the kinds that the layers are declared as.</summary>
internal sealed class LayerSet
{
    private readonly NamedList<ConvLayer> _convolutions;
    private readonly NamedList<DenseLayer> _denseLayers;

    public LayerSet(NetworkSummary summary, ParameterSet parameters)
    {
        var byName = parameters.ToDictionary(parameter => parameter.Name);
        List<ConvLayer> convolutions = [];
        List<DenseLayer> denseLayers = [];
        foreach (LayerSummary layer in summary.Layers.Where(layer => layer.Parameters > 0))
        {
            Parameter weight = byName[layer.Name + ".weight"];
            Parameter? bias = byName.GetValueOrDefault(layer.Name + ".bias");
            switch (layer.Kind)
            {
                case "Conv" or "DepthwiseConv":
                    convolutions.Add(new ConvLayer(layer.Name, weight, bias));
                    break;
                case "Dense":
                    denseLayers.Add(new DenseLayer(layer.Name, weight, bias));
                    break;
                default:
                    throw new NotSupportedException($"{layer.Name} is a {layer.Kind} layer, which has no typed view of its parameters.");
            }
        }

        _convolutions = new NamedList<ConvLayer>(convolutions, layer => layer.Name);
        _denseLayers = new NamedList<DenseLayer>(denseLayers, layer => layer.Name);
    }

    public ConvLayer Conv(string name) => _convolutions[name];

    public DenseLayer Dense(string name) => _denseLayers[name];
}
