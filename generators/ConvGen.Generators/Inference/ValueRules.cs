namespace ConvGen.Generators.Inference;

/// <summary>Checks that every value is read, and that the loss reads the only output.</summary>
internal static class ValueRules
{
    /// <param name="network">The network with all shapes.</param>
    /// <param name="declared">The declarations of its layers, in order.</param>
    /// <param name="loss">The declaration of the loss; null for a network that only predicts.</param>
    /// <param name="read">The value that the loss reads.</param>
    /// <param name="problems">Receives errors.</param>
    public static void Check(
        ShapedNetwork network, IReadOnlyList<LayerDeclaration> declared, LossDeclaration? loss, int read, ProblemList problems)
    {
        if (loss is not null && FindOutputBesideLoss(network, read) is { } other)
        {
            problems.Add(
                GraphRules.OutputBesideLoss, new Site.Attribute(other.AttributeIndex), loss.Kind,
                read == 0 ? "the input" : network.NameOf(read));
            return;
        }

        ILookup<int, int> readers = network.FindReaders();
        HashSet<int> reported = [];
        for (int place = 0; place < network.Layers.Count; place++)
        {
            // A repeated layer is reported once.
            if (!readers.Contains(place + 1) && !network.IsOutput(place + 1) && reported.Add(declared[place].AttributeIndex))
            {
                problems.Add(GraphRules.UnusedValue, new Site.Attribute(declared[place].AttributeIndex), network.Layers[place].Name);
            }
        }
    }

    private static NetworkOutput? FindOutputBesideLoss(ShapedNetwork network, int read) =>
        network.Outputs.FirstOrDefault(output => output.Value != read)
        ?? (network.Outputs.Count > 1 ? network.Outputs[1] : null);
}
