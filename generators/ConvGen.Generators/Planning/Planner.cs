using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>The door of the planning stage: from shapes to a plan in which every quantity is a number.</summary>
internal static class Planner
{
    /// <summary>Activations of a chunk should stay in a second-level cache of 512 KB, unless the weights, which a chunk goes over, are more
    /// than that themselves.</summary>
    private const int ChunkFloats = 128 * 1024;

    /// <summary>Dense layers read their weights once per chunk: a chunk of one or two samples would starve them.</summary>
    private const int MinChunkSamples = 4;
    private const int MaxChunkSamples = 16;

    /// <summary>However large a sample is, its chunk stays within half a gigabyte.</summary>
    private const int LargestWorkspaceFloats = 1 << 27;

    /// <summary>Every schedule is the cheapest of its candidates by the cost model.</summary>
    public static NetworkPlan Plan(ShapedNetwork network, Target target) => Plan(network, target, CandidateChoice.Cheapest);

    public static NetworkPlan Plan(ShapedNetwork network, Target target, CandidateChoice choice)
    {
        List<FusedLayers> fused = StageFusion.Fuse(network.Layers, target).ToList();
        List<ActivationLayout> layouts = LayOut(target, network.Input, fused);
        int chunk = ChooseChunk(layouts, network.Layers.Sum(layer => layer.Parameters));
        var parameters = new ParameterAllocator(new WeightInitialization(network));
        List<StagePlan> stages = PlanStages(fused, layouts, chunk, choice, parameters);

        ActivationLayout input = layouts[0];
        ActivationLayout output = layouts[layouts.Count - 1];
        var plan = new NetworkPlan
        {
            Network = network,
            Names = NetworkNames.Of(network.Declaration),
            Target = target,
            Stages = stages,
            Input = input,

            // Where every stage hands its input on, the loss would make probabilities of the caller's own values.
            CopiesInputToPredict = !input.IsChannelMajor || stages.All(stage => stage.HandsInputOn),

            // The backward pass reads whole vectors, which may reach past the caller's last float.
            CopiesInputToTrain = !input.IsChannelMajor || stages.FirstOrDefault() is ConvStage,
            Output = output,
            Logits = ActivationLayout.ChannelsLast(target, Shape.Flat(output.Shape.Length), Padding.None),
            Parameters = parameters.Plans,
            ParameterFloats = parameters.Floats,
            PackedFloats = stages.Sum(PackedFloats),
            PackedPieces = [.. stages.SelectMany(PackedPiece.Of)],
            ChunkSamples = chunk,
            Inference = WorkspacePlan.Empty,
            Training = WorkspacePlan.Empty,
        };
        plan = plan with
        {
            Inference = WorkspacePlanner.PlanInference(plan),
            Training = network.Loss is null ? WorkspacePlan.Empty : WorkspacePlanner.PlanTraining(plan),
        };
        PlanChecker.Check(plan);
        return plan;
    }

    /// <summary>The layout before each stage and behind the last one: each as its reader wants it. A dropout reads what it
    /// writes, so that prediction can hand it on.</summary>
    private static List<ActivationLayout> LayOut(Target target, Shape input, List<FusedLayers> stages)
    {
        var layouts = new List<ActivationLayout>();
        for (int i = stages.Count; i >= 0; i--)
        {
            Shape shape = i == 0 ? input : stages[i - 1].Output;
            ShapedLayer? reader = i < stages.Count ? stages[i].Main : null;
            if (reader is ShapedDropout)
            {
                layouts.Insert(0, layouts[0]);
                continue;
            }

            Padding border = reader switch
            {
                // Groups read copies, which have the border.
                ShapedConv { Groups: > 1, IsDepthwise: false } => Padding.None,
                ShapedConv conv => conv.Padding,
                ShapedAveragePool or ShapedL2Pool => ((ShapedPool)reader).Beyond,
                _ => Padding.None,
            };
            bool planar = i == 0 && !shape.IsFlat && reader switch
            {
                ShapedConv { IsDepthwise: true } => false,
                ShapedConv { Groups: > 1 } => true,
                ShapedConv conv => ConvPlanner.PrefersPlanarInput(target, conv),
                ShapedDense => true,
                _ => false,
            };
            layouts.Insert(0, planar
                ? ActivationLayout.Planar(target, shape, border)
                : ActivationLayout.ChannelsLast(target, shape, border));
        }

        return layouts;
    }

    private static int ChooseChunk(List<ActivationLayout> layouts, int parameters)
    {
        // An activation, its winners or its gradient: about three floats for each.
        long perSample = layouts.Sum(layout => 3L * layout.SampleStride);
        int chunk = MaxChunkSamples;
        int chunkFloats = Math.Max(ChunkFloats, parameters);
        while (chunk > 1 && chunk * perSample > (chunk > MinChunkSamples ? chunkFloats : LargestWorkspaceFloats))
        {
            chunk /= 2;
        }

        return chunk;
    }

    private static List<StagePlan> PlanStages(
        List<FusedLayers> fused, List<ActivationLayout> layouts, int chunk, CandidateChoice choice, ParameterAllocator parameters)
    {
        var stages = new List<StagePlan>();
        int packed = 0;
        for (int i = 0; i < fused.Count; i++)
        {
            int dropouts = stages.OfType<DropoutStage>().Count();
            StagePlan stage = PlanStage(
                fused[i], layouts[i], layouts[i + 1], chunk, packed, isFirst: i == 0, dropouts, choice, parameters);
            packed += PackedFloats(stage);
            stages.Add(stage);
        }

        return stages;
    }

    private static StagePlan PlanStage(
        FusedLayers layers, ActivationLayout input, ActivationLayout output, int chunk, int packed, bool isFirst,
        int dropoutsBefore, CandidateChoice choice, ParameterAllocator parameters)
    {
        switch (layers.Main)
        {
            case ShapedConv { IsDepthwise: true } conv:
                return DepthwisePlanner.Plan(conv, layers.Activation, input, output, parameters);
            case ShapedConv { Groups: > 1 } conv:
                return GroupedConvPlanner.Plan(conv, layers, input, output, chunk, packed, isFirst, choice, parameters);
            case ShapedConv conv:
                return ConvPlanner.Plan(
                    conv, layers, input, output, chunk, packed, isFirst, choice,
                    kernel => (parameters.AddConvWeights(conv, kernel), conv.Bias ? parameters.AddBias(conv) : null));
            case ShapedMaxPool pool:
                return new MaxPoolStage
                {
                    Name = pool.Name,
                    Pool = pool,
                    Activation = layers.Activation,
                    Input = input,
                    Output = output,
                    MultiplyAdds = 0,
                };
            case ShapedAveragePool or ShapedL2Pool:
                return new SumPoolStage
                {
                    Name = layers.Main.Name,
                    Pool = (ShapedPool)layers.Main,
                    Activation = layers.Activation,
                    Input = input,
                    Output = output,
                    MultiplyAdds = 0,
                };
            case ShapedDense dense:
                return new DenseStage
                {
                    Name = dense.Name,
                    Dense = dense,
                    Activation = layers.Activation,
                    Input = input,
                    Output = output,
                    MultiplyAdds = dense.MultiplyAdds,
                    Weights = parameters.AddDenseWeights(dense, input),
                    Bias = dense.Bias ? parameters.AddBias(dense) : null,
                    Schedule = DensePlanner.Plan(input.Target, input.SampleStride, dense.Output.Length),
                };
            case ShapedActivation activation:
                return new ActivationStage
                {
                    Name = activation.Name,
                    Activation = activation.Activation,
                    Input = input,
                    Output = output,
                    MultiplyAdds = 0,
                };
            case ShapedDropout dropout:
                return new DropoutStage
                {
                    Name = dropout.Name,
                    Dropout = dropout,
                    Number = dropoutsBefore,
                    Activation = null,
                    Input = input,
                    Output = output,
                    MultiplyAdds = 0,
                };
            default:
                throw Unreachable.Kind(layers.Main);
        }
    }
    /// <summary>Floats of the weights that a stage reads packed.</summary>
    private static int PackedFloats(StagePlan stage) => stage switch
    {
        ConvStage conv => conv.Forward.PackedFloats,
        GroupedConvStage grouped => grouped.Groups * grouped.Group.Forward.PackedFloats,
        _ => 0,
    };
}
