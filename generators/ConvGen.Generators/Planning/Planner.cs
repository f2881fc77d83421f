namespace ConvGen.Generators.Planning;

/// <summary>The entry point of the planning stage: from shapes to a plan in which every quantity is a number.</summary>
internal static class Planner
{
    /// <summary>The maximum number of activation floats per chunk: 512 KB, the size of a second-level cache, or the number of parameters if
    /// that is larger.</summary>
    public const int ChunkFloats = 128 * 1024;

    /// <summary>The smallest chunk chosen to save cache; only <see cref="LargestWorkspaceFloats"/> reduces it further. Dense layers read
    /// all weights once per chunk, so smaller chunks would be limited by memory bandwidth.</summary>
    public const int MinChunkSamples = 4;
    public const int MaxChunkSamples = 16;

    /// <summary>Limits the estimated workspace of a chunk of several samples to half a gigabyte.</summary>
    private const int LargestWorkspaceFloats = 1 << 27;

    /// <summary>Plans a network with the schedules that are cheapest by the cost model.</summary>
    public static NetworkPlan Plan(ShapedNetwork network, Target target) => Plan(network, target, CandidateChoice.Cheapest);

    public static NetworkPlan Plan(ShapedNetwork network, Target target, CandidateChoice choice)
    {
        var layouts = ValueLayouts.Of(network, StageFusion.Fuse(network, target), target);
        int chunk = ChooseChunk(layouts, network.Layers.Sum(layer => layer.Parameters));
        var parameters = new ParameterAllocator(new WeightInitialization(network));
        var kernels = new KernelSharing();
        var folding = NormFolding.Of(
            PlaceStages(PlanStages(layouts, chunk, choice), parameters), layouts.Stages, network,
            (layers, output) => PlanStage(ContextOf(layers, layouts, chunk, choice) with { Output = output }));

        // Without training, a layer that includes the normalization after it replaces the layer itself.
        List<StagePlan> stages = [.. (network.Loss is null ? folding.Prediction : folding.Training).Select(kernels.Share)];

        IReadOnlyList<OutputPlan> outputs = OutputPlan.Of(network, layouts, target);
        var passes = new PassPlanner
        {
            Network = network,
            Layouts = layouts,
            Outputs = outputs,
            ChunkSamples = chunk,
            Kernels = kernels,
        };
        PassPlan prediction = passes.PlanPrediction(folding.Prediction);
        var plan = new NetworkPlan
        {
            Network = network,
            Names = NetworkNames.Of(network.Declaration),
            Target = target,
            Input = layouts[0],
            Outputs = outputs,
            Parameters = parameters.Plans,
            ParameterFloats = parameters.Floats,
            PackedFloats = folding.PackedFloats,
            PackedPieces = [.. stages.Where(stage => !stage.IsFolded).SelectMany(stage => stage.PackedPieces)],
            PredictionPieces = [.. stages.Where(stage => !stage.IsFolded).SelectMany(stage => stage.PredictionPieces)],
            Folds = [.. folding.Folds.Select(fold => fold with { Folded = fold.Folded is null ? null : kernels.Share(fold.Folded) })],
            ChunkSamples = chunk,
            Prediction = prediction,
            Training = network.Loss is { } loss ? passes.PlanTraining(stages, loss) : null,
        };
        PlanChecker.Check(plan);
        return plan;
    }

    private static int ChooseChunk(ValueLayouts layouts, int parameters)
    {
        // About three floats per activation: its value, its gradient, and its winners or slopes.
        long perSample = layouts.All.Sum(layout => 3L * layout.SampleStride);
        int chunk = MaxChunkSamples;
        int chunkFloats = Math.Max(ChunkFloats, parameters);
        while (chunk > 1 && chunk * perSample > (chunk > MinChunkSamples ? chunkFloats : LargestWorkspaceFloats))
        {
            chunk /= 2;
        }

        return chunk;
    }

    /// <summary>Plans the stages with their schedules. Their parameters are not placed yet.</summary>
    private static IEnumerable<StagePlan> PlanStages(
        ValueLayouts layouts, int chunk, CandidateChoice choice)
    {
        int dropouts = 0;
        foreach (FusedLayers layers in layouts.Stages)
        {
            foreach (LayoutCopy copy in layouts.CopiesBefore(layers))
            {
                yield return CopyStage.Of(copy, layouts);
            }

            yield return PlanStage(ContextOf(layers, layouts, chunk, choice) with { DropoutsBefore = dropouts });
            dropouts += layers.Main is ShapedDropout ? 1 : 0;
        }
    }

    private static StageContext ContextOf(FusedLayers layers, ValueLayouts layouts, int chunk, CandidateChoice choice) => new()
    {
        Layers = layers,
        Inputs = [.. layers.Values.Inputs.Select(value => layouts[value])],
        Output = layouts[layers.Values.Output],
        ChunkSamples = chunk,
        DropoutsBefore = 0,
        Choice = choice,
    };

    /// <summary>Places parameters and packed weights, whose layouts depend on the schedules.</summary>
    private static List<StagePlan> PlaceStages(IEnumerable<StagePlan> stages, ParameterAllocator parameters)
    {
        var placed = new List<StagePlan>();
        int packed = 0;
        int meeting = 0;
        foreach (StagePlan stage in stages)
        {
            StagePlan next = stage.Place(parameters, packed);
            if (next is BatchNormStage normalization)
            {
                next = normalization with { MeetingOffset = meeting };
                meeting += normalization.MeetingFloats;
            }

            placed.Add(next);
            packed += stage.PackedFloats;
        }

        return placed;
    }

    private static StagePlan PlanStage(StageContext context) => context.Layers.Main switch
    {
        ShapedConv { IsDepthwise: true } conv => DepthwisePlanner.Plan(conv, context),
        ShapedConv { Groups: > 1 } conv => GroupedConvPlanner.Plan(conv, context),
        ShapedConv conv => ConvPlanner.Plan(conv, context),
        ShapedConvTranspose conv => ConvTransposePlanner.Plan(conv, context),
        ShapedMaxPool pool => new MaxPoolStage
        {
            Name = pool.Name,
            Values = context.Layers.Values,
            Pool = pool,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedPool and (ShapedAveragePool or ShapedL2Pool) => new SumPoolStage
        {
            Name = context.Layers.Main.Name,
            Values = context.Layers.Values,
            Pool = (ShapedPool)context.Layers.Main,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedDense dense => new DenseStage
        {
            Name = dense.Name,
            Values = context.Layers.Values,
            Dense = dense,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = dense.MultiplyAdds,
            Schedule = DensePlanner.Plan(context.Input, dense.Output.Length, isFirst: context.Layers.Values.Inputs.Contains(0)),
        },
        ShapedActivation activation => new ActivationStage
        {
            Name = activation.Name,
            Values = context.Layers.Values,
            Activation = activation.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedPReLU rectifier => new PReLUStage
        {
            Name = rectifier.Name,
            Values = context.Layers.Values,
            PReLU = rectifier,
            HasOptionalInputGradient = context.ReadsNetworkInput,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedBatchNorm normalization => new BatchNormStage
        {
            Name = normalization.Name,
            Values = context.Layers.Values,
            BatchNorm = normalization,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedLayerNorm normalization => new LayerNormStage
        {
            Name = normalization.Name,
            Values = context.Layers.Values,
            LayerNorm = normalization,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedInstanceNorm normalization => new InstanceNormStage
        {
            Name = normalization.Name,
            Values = context.Layers.Values,
            InstanceNorm = normalization,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedScale scale => new ChannelScaleStage
        {
            Name = scale.Name,
            Values = context.Layers.Values,
            Scale = scale,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedSoftmax softmax => new SoftmaxStage
        {
            Name = softmax.Name,
            Values = context.Layers.Values,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedDropout dropout => new DropoutStage
        {
            Name = dropout.Name,
            Values = context.Layers.Values,
            Dropout = dropout,
            Number = context.DropoutsBefore,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedSum sum => new SumStage
        {
            Name = sum.Name,
            Values = context.Layers.Values,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Second = context.Inputs[1],
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedProduct product => new ProductStage
        {
            Name = product.Name,
            Values = context.Layers.Values,
            Activation = context.Layers.Activation,
            Input = context.Input,
            Factor = context.Inputs[1],
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedConcat concat => new ConcatStage
        {
            Name = concat.Name,
            Values = context.Layers.Values,
            Activation = null,
            Input = context.Input,
            Parts = [.. context.Inputs],
            Output = context.Output,
            MultiplyAdds = 0,
        },
        ShapedRearrangement rearrangement => new RearrangementStage
        {
            Name = rearrangement.Name,
            Values = context.Layers.Values,
            Layer = rearrangement,
            Activation = null,
            Input = context.Input,
            Output = context.Output,
            MultiplyAdds = 0,
        },
        _ => throw Unreachable.Kind(context.Layers.Main),
    };
}
