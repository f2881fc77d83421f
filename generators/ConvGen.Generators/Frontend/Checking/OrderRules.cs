namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks the order of the layers: there is at most one loss, it is last, and it follows a layer.</summary>
internal static class OrderRules
{
    public static void Check(EquatableArray<LayerDeclaration> layers, string className, ProblemList problems)
    {
        if (layers.All(layer => layer is StructureDeclaration))
        {
            problems.Add(Rules.NoLayers, new Site.TypeName(0), className);
            return;
        }

        LossDeclaration? loss = null;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerDeclaration layer = layers[i];
            Site site = new Site.Attribute(layer.AttributeIndex);
            if (loss is not null)
            {
                // The end of a block follows its opening, which is reported, or a loss inside the block, which BracketRules has reported.
                if (layer is EndResidualDeclaration)
                {
                    continue;
                }

                problems.AddOnce(
                    layer is LossDeclaration ? Rules.SecondLoss : Rules.LayerAfterLoss,
                    site, layer.Kind, loss.Kind);
            }
            else if (layer is LossDeclaration first)
            {
                loss = first;
                if (layers.Take(i).All(before => before is StructureDeclaration))
                {
                    problems.Add(Rules.LossWithoutLayer, site, layer.Kind);
                }
            }
        }
    }
}
