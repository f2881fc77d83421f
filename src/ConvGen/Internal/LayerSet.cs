namespace ConvGen.Internal;

/// <summary>The typed views of a network's layers, created once from the names and shapes of its parameters.</summary>
internal sealed class LayerSet
{
    private const string WeightSuffix = ".weight", BiasSuffix = ".bias";

    private readonly NamedList<ConvLayer> convolutions;
    private readonly NamedList<DenseLayer> denseLayers;

    public LayerSet(ParameterSet parameters)
    {
        Dictionary<string, Parameter> byName = parameters.ToDictionary(parameter => parameter.Name);
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

        this.convolutions = new NamedList<ConvLayer>(convolutions, layer => layer.Name);
        this.denseLayers = new NamedList<DenseLayer>(denseLayers, layer => layer.Name);
    }

    public ConvLayer Conv(string name) => convolutions[name];

    public DenseLayer Dense(string name) => denseLayers[name];
}
