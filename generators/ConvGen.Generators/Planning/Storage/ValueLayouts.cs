namespace ConvGen.Generators.Planning.Storage;

/// <summary>The memory layouts of the values between stages. A value has the layout that its readers require.</summary>
internal sealed class ValueLayouts
{
    private readonly Dictionary<int, ActivationLayout> _layouts = [];
    private readonly Target _target;
    private readonly ILookup<int, FusedLayers> _readers;

    private ValueLayouts(Target target, IReadOnlyList<FusedLayers> stages)
    {
        _target = target;
        _readers = stages
            .SelectMany(stage => stage.Values.Inputs.Select(value => (Value: value, Stage: stage)))
            .ToLookup(read => read.Value, read => read.Stage);
    }

    public ActivationLayout this[int value] => _layouts[value];

    public IEnumerable<ActivationLayout> All => _layouts.Values;

    public static ValueLayouts Of(ShapedNetwork network, IReadOnlyList<FusedLayers> stages, Target target)
    {
        var all = new ValueLayouts(target, stages);

        // From the last value to the first, because the input of a dropout has the layout of its output.
        foreach (int value in stages.Select(stage => stage.Values.Output).Reverse().Append(0))
        {
            Shape shape = network.ShapeOf(value);
            ActivationLayout[] wanted =
            [
                .. all._readers[value].Select(reader => all.WantedBy(reader, value, shape)).OfType<ActivationLayout>().Distinct(),
            ];
            all._layouts[value] = wanted.Length switch
            {
                0 => ActivationLayout.ChannelsLast(target, shape, Padding.None),
                1 => wanted[0],
                _ => throw new InvalidOperationException(
                    $"The readers of the value {value} want {wanted.Length} layouts of it, and nothing converts between them yet."),
            };
        }

        return all;
    }

    /// <summary>The layout that a stage requires for a value; null if it accepts any layout with adjacent channels.</summary>
    private ActivationLayout? WantedBy(FusedLayers reader, int value, Shape shape)
    {
        // A sum cannot read planes.
        bool mayBePlanar = value == 0 && !shape.IsFlat && !_readers[value].Any(other => other.Main is ShapedSum);
        return reader.Main switch
        {
            ShapedConv { IsDepthwise: true } conv => ActivationLayout.ChannelsLast(_target, shape, conv.Padding),

            // Groups read copies, which include the border.
            ShapedConv { Groups: > 1 } => Choose(mayBePlanar, Padding.None),
            ShapedConv conv => Choose(mayBePlanar && ConvPlanner.PrefersPlanarInput(_target, conv), conv.Padding),
            ShapedAveragePool or ShapedL2Pool => ActivationLayout.ChannelsLast(_target, shape, ((ShapedPool)reader.Main).Beyond),
            ShapedDense => Choose(mayBePlanar, Padding.None),
            ShapedSum => null,

            // The input has the layout of the output, so that prediction can omit the dropout.
            ShapedDropout => this[reader.Values.Output],
            ShapedMaxPool or ShapedElementwise => ActivationLayout.ChannelsLast(_target, shape, Padding.None),
            _ => throw Unreachable.Kind(reader.Main),
        };

        ActivationLayout Choose(bool isPlanar, Padding border) =>
            isPlanar ? ActivationLayout.Planar(_target, shape, border) : ActivationLayout.ChannelsLast(_target, shape, border);
    }
}
