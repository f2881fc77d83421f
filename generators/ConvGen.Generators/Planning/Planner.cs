namespace ConvGen.Generators.Planning;

/// <summary>The entry point of the planning stage: from shapes to a plan in which every quantity is a number.</summary>
internal static class Planner
{
    /// <summary>Activations of a chunk should stay in a second-level cache of 512 KB, unless the weights, which a chunk goes over, are more
    /// than that themselves.</summary>
    public const int ChunkFloats = 128 * 1024;

    /// <summary>Dense layers read their weights once per chunk: a chunk of one or two samples would starve them.</summary>
    public const int MinChunkSamples = 4;
    public const int MaxChunkSamples = 16;

    /// <summary>However large a sample is, its chunk stays within half a gigabyte.</summary>
    private const int LargestWorkspaceFloats = 1 << 27;

    /// <summary>Every schedule is the cheapest of its candidates by the cost model.</summary>
    public static NetworkPlan Plan(ShapedNetwork network, Target target) => Plan(network, target, CandidateChoice.Cheapest);

    public static NetworkPlan Plan(ShapedNetwork network, Target target, CandidateChoice choice)
    {
        IReadOnlyList<FusedLayers> fused = StageFusion.Fuse(network, target);
        var layouts = ValueLayouts.Of(network, fused, target);
        int chunk = ChooseChunk(layouts, network.Layers.Sum(layer => layer.Parameters));
        var parameters = new ParameterAllocator(new WeightInitialization(network));
        List<StagePlan> stages = PlaceStages(PlanStages(fused, layouts, chunk, choice), parameters);

        ActivationLayout output = layouts[network.OutputValue];
        var passes = new PassPlanner
        {
            Network = network,
            Layouts = layouts,
            Output = output,
            Logits = ActivationLayout.ChannelsLast(target, Shape.Flat(output.Shape.Length), Padding.None),
            ChunkSamples = chunk,
        };
        var plan = new NetworkPlan
        {
            Network = network,
            Names = NetworkNames.Of(network.Declaration),
            Target = target,
            Input = layouts[0],
            Output = output,
            Logits = passes.Logits,
            Parameters = parameters.Plans,
            ParameterFloats = parameters.Floats,
            PackedFloats = stages.Sum(stage => stage.PackedFloats),
            PackedPieces = [.. stages.SelectMany(stage => stage.PackedPieces)],
            ChunkSamples = chunk,
            Prediction = passes.PlanPrediction(stages),
            Training = network.Loss is { } loss ? passes.PlanTraining(stages, loss) : null,
        };
        PlanChecker.Check(plan);
        return plan;
    }

    private static int ChooseChunk(ValueLayouts layouts, int parameters)
    {
        // An activation, its winners or its gradient: about three floats for each.
        long perSample = layouts.All.Sum(layout => 3L * layout.SampleStride);
        int chunk = MaxChunkSamples;
        int chunkFloats = Math.Max(ChunkFloats, parameters);
        while (chunk > 1 && chunk * perSample > (chunk > MinChunkSamples ? chunkFloats : LargestWorkspaceFloats))
        {
            chunk /= 2;
        }

        return chunk;
    }

    /// <summary>The stages with their schedules; their parameters have no place yet.</summary>
    private static IEnumerable<StagePlan> PlanStages(
        IReadOnlyList<FusedLayers> fused, ValueLayouts layouts, int chunk, CandidateChoice choice)
    {
        int dropouts = 0;
        foreach (FusedLayers layers in fused)
        {
            yield return PlanStage(new StageContext
            {
                Layers = layers,
                Input = layouts[layers.Values.Inputs[0]],
                SecondInput = layers.Values.Inputs.Count > 1 ? layouts[layers.Values.Inputs[1]] : null,
                Output = layouts[layers.Values.Output],
                ChunkSamples = chunk,
                DropoutsBefore = dropouts,
                Choice = choice,
            });
            dropouts += layers.Main is ShapedDropout ? 1 : 0;
        }
    }

    /// <summary>Gives parameters and packed weights their places, once it is known how they lie.</summary>
    private static List<StagePlan> PlaceStages(IEnumerable<StagePlan> stages, ParameterAllocator parameters)
    {
        var placed = new List<StagePlan>();
        int packed = 0;
        foreach (StagePlan stage in stages)
        {
            placed.Add(stage.Place(parameters, packed));
            packed += stage.PackedFloats;
        }

        return placed;
    }

    private static StagePlan PlanStage(StageContext context) => context.Layers.Main switch
    {
        ShapedConv { IsDepthwise: true } conv => DepthwisePlanner.Plan(conv, context),
        ShapedConv { Groups: > 1 } conv => GroupedConvPlanner.Plan(conv, context),
        ShapedConv conv => ConvPlanner.Plan(conv, context),
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
            Schedule = DensePlanner.Plan(context.Input.Target, context.Input.SampleStride, dense.Output.Length),
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
            Second = context.SecondInput ?? throw new InvalidOperationException($"{sum.Name} reads one value instead of two."),
            Output = context.Output,
            MultiplyAdds = 0,
        },
        _ => throw Unreachable.Kind(context.Layers.Main),
    };
}
