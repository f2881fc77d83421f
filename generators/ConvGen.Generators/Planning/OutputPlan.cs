namespace ConvGen.Generators.Planning;

/// <summary>An output of the network: the layout in which its stage writes it, and the vector that the loss and the caller read.</summary>
internal sealed record OutputPlan
{
    /// <summary>The start of the names in generated code: <c>Output</c>, or <c>Output1</c>, <c>Output2</c> if there are several.</summary>
    public required string Name { get; init; }

    /// <summary>The value that is read.</summary>
    public required int Value { get; init; }

    /// <summary>The layout in which the last stage writes it.</summary>
    public required ActivationLayout Layout { get; init; }

    /// <summary>The layout in which the loss and the caller read it: a sample is a vector, <c>[channel][row][column]</c>.</summary>
    public required ActivationLayout Vector { get; init; }

    /// <summary>The number of floats of the outputs before it in a sample.</summary>
    public required int Offset { get; init; }

    /// <summary>True if it is an image that must be reordered to become a <see cref="Vector"/>.</summary>
    public bool IsReordered =>
        Layout.Shape.Height != 1 || Layout.Shape.Width != 1 || Layout.IsPlanar || Layout.HasBorder;

    /// <summary>The buffer of the reordered values: <c>Logits</c> for the only output, which a loss may read.</summary>
    public required string BufferName { get; init; }

    /// <summary>The class of the kernels that reorder it.</summary>
    public string KernelClass => Name + "Layout";

    public static IReadOnlyList<OutputPlan> Of(ShapedNetwork network, ValueLayouts layouts, Target target)
    {
        List<OutputPlan> plans = [];
        int offset = 0;
        foreach (NetworkOutput output in network.Outputs)
        {
            ActivationLayout layout = layouts[output.Value];
            bool isOnly = network.Outputs.Count == 1;
            string number = $"Output{plans.Count + 1}";
            plans.Add(new OutputPlan
            {
                Name = isOnly ? "Output" : number,
                BufferName = isOnly ? "Logits" : number,
                Value = output.Value,
                Layout = layout,
                Vector = ActivationLayout.ChannelsLast(target, Shape.Flat(layout.Shape.Length), Padding.None),
                Offset = offset,
            });
            offset += layout.Shape.Length;
        }

        return plans;
    }
}
