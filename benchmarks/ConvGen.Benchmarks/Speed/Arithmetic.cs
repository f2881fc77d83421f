namespace ConvGen.Benchmarks.Speed;

/// <summary>Floating-point operations of the declared network, a multiply-add counting two, as if no value were zero.</summary>
internal static class Arithmetic
{
    /// <summary>Operations of one sample's forward pass.</summary>
    public static double OfForward(NetworkSummary network) => 2.0 * network.MultiplyAdds;

    /// <summary>Operations of one sample's training: forward pass, gradient of the weights and gradient of the inputs
    /// each cost the same; the gradient of the first layer's inputs is not needed.</summary>
    public static double OfTraining(NetworkSummary network)
    {
        long first = network.Layers.First(layer => layer.MultiplyAdds > 0).MultiplyAdds;
        return 2.0 * (3 * network.MultiplyAdds - first);
    }
}
