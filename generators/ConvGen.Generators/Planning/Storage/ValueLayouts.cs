namespace ConvGen.Generators.Planning.Storage;

/// <summary>The memory layouts of the values between stages. A value has the layout that its readers need; if they need several, the most
/// expensive reader decides, and the others read copies.</summary>
internal sealed class ValueLayouts
{
    private readonly Dictionary<int, ActivationLayout> _layouts = [];
    private readonly List<LayoutCopy> _copies = [];
    private readonly ShapedNetwork _network;
    private readonly Target _target;
    private readonly FusedLayers[] _stages;

    private ValueLayouts(ShapedNetwork network, IReadOnlyList<FusedLayers> stages, Target target)
    {
        _network = network;
        _target = target;
        _stages = [.. stages];
    }

    public ActivationLayout this[int value] => _layouts[value];

    public IEnumerable<ActivationLayout> All => _layouts.Values;

    /// <summary>The stages, which read copies where a value has another layout than they need.</summary>
    public IReadOnlyList<FusedLayers> Stages => _stages;

    public static ValueLayouts Of(ShapedNetwork network, IReadOnlyList<FusedLayers> stages, Target target)
    {
        var all = new ValueLayouts(network, stages, target);

        // From the last value to the first, because the input of a dropout has the layout of its output.
        foreach (int value in stages.Select(stage => stage.Values.Output).Reverse().Append(0))
        {
            all.LayOut(value);
        }

        return all;
    }

    /// <summary>The copies that are made right before a stage, which is the first to read them.</summary>
    public IEnumerable<LayoutCopy> CopiesBefore(FusedLayers stage) => _copies.Where(copy => copy.FirstReader == stage.Main.Name);

    private void LayOut(int value)
    {
        Shape shape = _network.ShapeOf(value);
        List<Need> needs = [];
        for (int place = 0; place < _stages.Length; place++)
        {
            for (int index = 0; index < _stages[place].Values.Inputs.Count; index++)
            {
                if (_stages[place].Values.Inputs[index] == value)
                {
                    needs.Add(new Need(place, index, NeededBy(_stages[place], value, shape)));
                }
            }
        }

        Need[] demands = [.. needs.Where(need => need.Layout is not null)];
        _layouts[value] = demands.Length == 0
            ? ActivationLayout.ChannelsLast(_target, shape, Padding.None)
            : demands.OrderByDescending(need => _stages[need.Place].Main.MultiplyAdds).First().Layout!;
        foreach (IGrouping<ActivationLayout, Need> group in demands.GroupBy(need => need.Layout!).Where(group => group.Key != _layouts[value]))
        {
            AddCopy(value, group.Key, [.. group]);
        }
    }

    private void AddCopy(int value, ActivationLayout layout, Need[] readers)
    {
        int copy = _network.Layers.Count + 1 + _copies.Count;
        string first = _stages[readers[0].Place].Main.Name;
        _layouts[copy] = layout;
        _copies.Add(new LayoutCopy(NameCopy(first, readers[0].Index), value, copy, first));
        foreach (Need reader in readers)
        {
            FusedLayers stage = _stages[reader.Place];
            EquatableArray<int> inputs = [.. stage.Values.Inputs.Select((input, index) => index == reader.Index ? copy : input)];
            _stages[reader.Place] = stage with { Values = stage.Values with { Inputs = inputs } };
        }
    }

    /// <summary>A name that no layer has: <c>Conv3Copy</c> for the value that Conv3 reads.</summary>
    private string NameCopy(string reader, int index)
    {
        string name = $"{reader}Copy{(index == 0 ? "" : $"{index + 1}")}";
        while (_network.Layers.Any(layer => string.Equals(layer.Name, name, StringComparison.OrdinalIgnoreCase))
            || _copies.Any(copy => copy.Name == name))
        {
            name += "Again";
        }

        return name;
    }

    /// <summary>The layout that a stage needs for a value; null if it reads any layout with adjacent channels.</summary>
    private ActivationLayout? NeededBy(FusedLayers reader, int value, Shape shape)
    {
        // Only convolutions and dense layers read planes.
        bool mayBePlanar = value == 0 && !shape.IsFlat && !IsShared(value);
        return reader.Main switch
        {
            ShapedConv { IsDepthwise: true } conv => ActivationLayout.ChannelsLast(_target, shape, conv.Padding),

            // Groups read copies, which include the border.
            ShapedConv { Groups: > 1 } => Choose(mayBePlanar, Padding.None),
            ShapedConv conv => Choose(mayBePlanar && ConvPlanner.PrefersPlanarInput(_target, conv), conv.Padding),
            ShapedAveragePool or ShapedL2Pool => ActivationLayout.ChannelsLast(_target, shape, ((ShapedPool)reader.Main).Beyond),
            ShapedDense => Choose(mayBePlanar, Padding.None),

            // The input has the layout of the output, so that prediction can omit the dropout.
            ShapedDropout => this[reader.Values.Output],
            ShapedConvTranspose or ShapedMaxPool or ShapedElementwise or ShapedMerge or ShapedRearrangement => null,
            _ => throw Unreachable.Kind(reader.Main),
        };

        ActivationLayout Choose(bool isPlanar, Padding border) =>
            isPlanar ? ActivationLayout.Planar(_target, shape, border) : ActivationLayout.ChannelsLast(_target, shape, border);
    }

    /// <summary>Whether a value is read more than once, by stages or by the caller.</summary>
    private bool IsShared(int value) =>
        _network.IsOutput(value) || _stages.Sum(stage => stage.Values.Inputs.Count(input => input == value)) > 1;

    /// <summary>A stage that reads a value.</summary>
    /// <param name="Place">The index of the stage.</param>
    /// <param name="Index">The index of the value among those that it reads.</param>
    /// <param name="Layout">The layout that it needs; null if it reads any.</param>
    private sealed record Need(int Place, int Index, ActivationLayout? Layout);
}

/// <summary>A copy of a value in another layout.</summary>
/// <param name="Name">The name of its stage.</param>
/// <param name="From">The value that is copied.</param>
/// <param name="To">The value of the copy.</param>
/// <param name="FirstReader">The main layer of the first stage that reads the copy.</param>
internal sealed record LayoutCopy(string Name, int From, int To, string FirstReader);
