namespace ConvGen.Generators.Planning.Normalization;

/// <summary>A batch normalization that prediction computes with fixed statistics.</summary>
/// <param name="Normalization">The stage of training, with its parameters placed.</param>
/// <param name="Layer">The stage of the layer before it that includes it when predicting; null if none can.</param>
/// <param name="Folded">The stage that replaces both; its weights and biases are among the packed weights. Null if there is none.</param>
internal sealed record NormFold(BatchNormStage Normalization, StagePlan? Layer, StagePlan? Folded);

/// <summary>
/// Finds the normalizations that prediction makes part of the layer before them: y = (w x + b) * scale + shift is the same layer with the
/// weights w * scale and the biases b * scale + shift. That layer is planned again, with biases and with the activation after the
/// normalization, for prediction alone; training needs the layer without the normalization.
/// </summary>
internal sealed class NormFolding
{
    private readonly IReadOnlyList<StagePlan> _stages;
    private readonly IReadOnlyList<NormFold> _folds;

    private NormFolding(IReadOnlyList<StagePlan> stages, IReadOnlyList<NormFold> folds, int packedFloats) =>
        (_stages, _folds, PackedFloats) = (stages, folds, packedFloats);

    /// <summary>The stages of training, with the places of what prediction reads.</summary>
    public IReadOnlyList<StagePlan> Training => _stages;

    /// <summary>One for each normalization, in order.</summary>
    public IReadOnlyList<NormFold> Folds => _folds;

    /// <summary>The number of packed floats, including those of the stages of training.</summary>
    public int PackedFloats { get; }

    /// <summary>The stages of prediction, before those that exist only in training are replaced.</summary>
    public IReadOnlyList<StagePlan> Prediction
    {
        get
        {
            var replaced = _folds.Where(fold => fold.Folded is not null).ToDictionary(fold => fold.Normalization.Values.Output);
            HashSet<int> gone = [.. replaced.Values.Select(fold => fold.Layer!.Values.Output)];
            return
            [
                .. _stages
                    .Where(stage => !gone.Contains(stage.Values.Output))
                    .Select(stage => replaced.TryGetValue(stage.Values.Output, out NormFold fold) ? fold.Folded! : stage),
            ];
        }
    }

    /// <summary>Finds what can be folded.</summary>
    /// <param name="stages">The stages of training, with their parameters placed.</param>
    /// <param name="fused">The layers of each stage.</param>
    /// <param name="network">The network.</param>
    /// <param name="plan">Plans a stage for the layers of another one and for its output: the layer with the normalization.</param>
    public static NormFolding Of(
        IReadOnlyList<StagePlan> stages, IReadOnlyList<FusedLayers> fused, ShapedNetwork network,
        Func<FusedLayers, ActivationLayout, StagePlan> plan)
    {
        int packed = stages.Sum(stage => stage.PackedFloats);
        ILookup<int, StagePlan> readers = stages
            .SelectMany(stage => stage.Values.Inputs.Select(value => (value, stage)))
            .ToLookup(read => read.value, read => read.stage);
        HashSet<string> names = new(network.Layers.Select(layer => layer.Name), StringComparer.OrdinalIgnoreCase);
        List<StagePlan> placed = [];
        List<NormFold> folds = [];
        foreach (StagePlan stage in stages)
        {
            if (stage is not BatchNormStage normalization)
            {
                placed.Add(stage);
                continue;
            }

            normalization = normalization with { FoldedOffset = CacheLines.Padded(packed) };
            packed = normalization.FoldedOffset + normalization.FoldedFloats;
            placed.Add(normalization);
            int value = normalization.Values.Inputs[0];
            StagePlan? layer = stages.SingleOrDefault(other => other.Values.Output == value);
            bool canFold = layer is not null && CanInclude(layer) && readers[value].Count() == 1 && !network.IsOutput(value);
            if (!canFold)
            {
                folds.Add(new NormFold(normalization, null, null));
                continue;
            }

            FusedLayers layers = fused.Single(other => other.Values.Output == value);
            StagePlan folded = plan(
                layers with
                {
                    Main = Including(layers.Main, NameOf(layers.Main, names)),
                    Activation = normalization.Activation,
                    Values = new StageValues(layers.Values.Inputs, normalization.Values.Output),
                },
                normalization.Output);
            (folded, packed) = Place(folded, layer!, normalization, packed);
            folds.Add(new NormFold(normalization, layer, folded));
        }

        return new NormFolding(placed, folds, packed);
    }

    /// <summary>Whether a stage is linear, so that factors and summands of its outputs can become part of its weights.</summary>
    private static bool CanInclude(StagePlan stage) =>
        stage.Activation is null
        && stage is (ConvStage { Pool: null } or GroupedConvStage { Group.Pool: null } or DepthwiseStage or DenseStage);

    private static ShapedLayer Including(ShapedLayer layer, string name) => layer switch
    {
        ShapedConv conv => conv with { Name = name, Bias = true },
        ShapedDense dense => dense with { Name = name, Bias = true },
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>A name for the folded layer that no layer has.</summary>
    private static string NameOf(ShapedLayer layer, HashSet<string> names)
    {
        string name = "Folded" + layer.Name;
        while (!names.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>Places the weights of a folded layer, and their packed form, among the packed weights. Its biases are the summands of the
    /// normalization.</summary>
    private static (StagePlan Folded, int End) Place(StagePlan folded, StagePlan layer, BatchNormStage normalization, int offset)
    {
        ParameterPlan Scaled(ParameterPlan? weights) => weights! with { Name = $"{folded.Name}.weight", Offset = offset, IsFolded = true };
        ParameterPlan bias = normalization.Bias! with
        {
            Name = $"{folded.Name}.bias",
            Offset = normalization.FoldedOffset + normalization.ChannelFloats,
            IsFolded = true,
        };
        int packed = offset + WeightsOf(layer).Floats;
        StagePlan placed = (folded, layer) switch
        {
            (ConvStage conv, ConvStage from) => conv with { Weights = Scaled(from.Weights), Bias = bias, PackedOffset = packed },
            (GroupedConvStage grouped, GroupedConvStage from) =>
                grouped with
                {
                    Weights = Scaled(from.Weights),
                    Bias = bias,
                    PackedOffset = packed,
                    Group = grouped.Group with { IsFolded = true },
                },
            (DepthwiseStage depthwise, DepthwiseStage from) => depthwise with { Weights = Scaled(from.Weights), Bias = bias },
            (DenseStage dense, DenseStage from) => dense with { Weights = Scaled(from.Weights), Bias = bias, PackedOffset = packed },
            _ => throw Unreachable.Kind(folded),
        };
        return (placed with { IsFolded = true }, CacheLines.Padded(packed + placed.PackedFloats));
    }

    /// <summary>The weights of a stage that can include a normalization.</summary>
    public static ParameterPlan WeightsOf(StagePlan stage) => Placed(stage switch
    {
        ConvStage conv => conv.Weights,
        GroupedConvStage grouped => grouped.Weights,
        DepthwiseStage depthwise => depthwise.Weights,
        DenseStage dense => dense.Weights,
        _ => throw Unreachable.Kind(stage),
    });

    /// <summary>The biases of a stage that can include a normalization; null if it has none.</summary>
    public static ParameterPlan? BiasOf(StagePlan stage) => stage switch
    {
        ConvStage conv => conv.Bias,
        GroupedConvStage grouped => grouped.Bias,
        DepthwiseStage depthwise => depthwise.Bias,
        DenseStage dense => dense.Bias,
        _ => throw Unreachable.Kind(stage),
    };

    private static ParameterPlan Placed(ParameterPlan? weights) =>
        weights ?? throw new InvalidOperationException("The weights of a layer are not placed yet.");
}
