using ConvGen.Generators.Common;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Planning.Convolution;
using ConvGen.Generators.Planning.Convolution.Forward;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Generators.Planning.Targets;
using ConvGen.Generators.Tests.Harness;
using ConvGen.Generators.Tests.Pipeline;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>
/// Plans every kind of layer for vectors of eight and of sixteen floats, with every schedule that its shape allows. The planner checks
/// each plan and throws if an invariant is violated.
/// </summary>
public sealed class TargetTests
{
    private const string Half = "[Network(3, 14, 14)] [Conv(20, 3), Sigmoid, Dense(10), SoftmaxCrossEntropy] partial class Net;";

    /// <summary>Networks for schedules that need larger shapes than the samples of the layer kinds have.</summary>
    internal static readonly string[] ScheduleNetworks =
    [
        Half,
        "[Network(1, 28, 28)] [Conv(20, 5), MaxPool(2), ReLU, Dense(10), SoftmaxCrossEntropy] partial class Net;",
        "[Network(1, 28, 28)] [Conv(6, 5, Pad = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, Dense(3), MeanSquaredError] partial class Net;",
        "[Network(1, 28, 44)] [Conv(12, 5), ReLU, Dense(3), MeanSquaredError] partial class Net;",
        "[Network(32, 16, 16)] [Conv(40, 3, Pad = 1), ReLU, MaxPool(2), Conv(64, 3, Pad = 1), MeanSquaredError] partial class Net;",
        "[Network(20, 12, 12)] [Conv(40, 5), MaxPool(2), ReLU, Conv(10, 1), ReLU, MeanSquaredError] partial class Net;",
        "[Network(20, 12, 12)] [Conv(40, 3, Dilation = 2), Tanh, Conv(9, 3, Stride = 2), MeanSquaredError] partial class Net;",
        "[Network(1, 30, 30)] [Conv(4, 7, Dilation = 3), ReLU, MeanSquaredError] partial class Net;",
        "[Network(8, 9, 9)] [Conv(12, 3, Groups = 4), ReLU, MaxPool(2), Dense(2), MeanSquaredError] partial class Net;",
        "[Network(48, 8, 8)] [Conv(96, 3, Pad = 1, Groups = 2), ReLU, MeanSquaredError] partial class Net;",
        "[Network(20, 9, 9)] [ConvTranspose(70, 4, Stride = 2), ReLU, ConvTranspose(3, 5, 3), Sigmoid, MeanSquaredError] partial class Net;",
        "[Network(20, 40, 40)] [DepthwiseConv(17, Pad = 3, Stride = 2), ReLU, Conv(7, 1), MeanSquaredError] partial class Net;",
        "[Network(784)] [Dense(30), Sigmoid, Dropout(0.5), Dense(100), Dense(10), SoftmaxCrossEntropy] partial class Net;",
        "[Network(9)] [Dense(30), Dropout(0.5, Inverted = false), Dense(10), SoftmaxCrossEntropy] partial class Net;",
        "[Network(17)] [Dense(1), Dense(7), GELU, Dense(33), MeanSquaredError] partial class Net;",
        "[Network(12, 20, 20)] [Conv(9, 3), MaxPool(3, Stride = 2), AveragePool(3, Pad = 1), L2Pool(2), MeanSquaredError] partial class Net;",
        "[Network(8, 9, 9)] [Residual, Conv(8, 3, Pad = 1), ReLU, Shortcut, Conv(8, 1), EndResidual, ReLU, MeanSquaredError] partial class Net;",
        "[Network(8, 9, 9)] [Conv(9, 3, Name = \"A\"), GlobalAveragePool, Multiply(\"A\"), Tanh, Concat(\"A\"), Dense(2), MeanSquaredError] partial class Net;",
        "[Network(2, 9, 9)] [Conv(9, 3), BatchNorm, ReLU, MaxPool(2), BatchNorm, Dense(20), BatchNorm, Sigmoid, Dense(2), MeanSquaredError] "
            + "partial class Net;",
        "[Network(6, 9, 9)] [Conv(70, 3, Groups = 2), BatchNorm, DepthwiseConv(3), BatchNorm, Tanh, Dense(2), MeanSquaredError] partial class Net;",
        "[Network(5, 24, 24)] [Conv(9, 1), MaxPool(4), ReLU, GlobalAveragePool, Dense(2), MeanSquaredError] partial class Net;",
    ];

    /// <summary>All networks, with the number of lanes that each is planned for.</summary>
    public static TheoryData<string, int> Networks
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string network in LayerFamilyTests.Samples.Concat(ScheduleNetworks))
            {
                data.Add(network, 8);
                data.Add(network, 16);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_network_is_planned_by_every_schedule_for_every_target(string network, int lanes) =>
        Assert.All(PlansOf(network, Of(lanes)), plan =>
        {
            Assert.Same(Of(lanes), plan.Target);
            Assert.All(plan.Stages, stage =>
            {
                Assert.Same(Of(lanes), stage.Target);
                Assert.Equal(0, stage.Input.SampleStride % lanes);
                Assert.Equal(0, stage.Output.SampleStride % lanes);
                Assert.Equal(0, stage.Output.PixelStride % lanes);
            });
        });

    /// <summary>Otherwise the theory above could pass without testing every stage and schedule.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_stage_and_every_schedule_is_met_for_every_target(int lanes)
    {
        List<NetworkPlan> plans = [.. LayerFamilyTests.Samples.Concat(ScheduleNetworks).SelectMany(network => PlansOf(network, Of(lanes)))];
        Assert.Equal(
            Family<StagePlan>(),
            plans.SelectMany(plan => plan.Stages).Select(stage => stage.GetType()).ToHashSet());
        Assert.Equal(
            Family<CandidateSchedule>(),
            plans.SelectMany(plan => plan.Convolutions)
                .SelectMany(stage => (CandidateSchedule[])[stage.Forward, stage.Backward.InputGradient])
                .Select(schedule => schedule.GetType()).ToHashSet());
        IEnumerable<DirectBlock> blocks = plans.SelectMany(plan => plan.Convolutions)
            .SelectMany(stage => (stage.Forward as DirectForward)?.Blocks ?? []);
        Assert.Contains(blocks, block => block.EndsInHalf);
    }

    [Fact]
    public void Wider_vectors_pad_channels_further_and_more_registers_hold_more_sums()
    {
        ConvStage eight = Conv(Target.EightLanes);
        ConvStage sixteen = Conv(Target.SixteenLanes);

        Assert.Equal((24, 32), (eight.Output.PixelStride, sixteen.Output.PixelStride));
        Assert.Equal("direct, 2.5 x 1x4", eight.Forward.Describe());
        DirectBlock block = Assert.Single(((DirectForward)sixteen.Forward).Blocks);
        Assert.Equal(16, block.Lanes);
        Assert.InRange(block.Sums(block.TileOutputs), Target.EightLanes.MaxAccumulators + 1, Target.SixteenLanes.MaxAccumulators);

        static ConvStage Conv(Target target) => Assert.IsType<ConvStage>(Plan(Half, target).Stages[0]);
    }

    [Fact]
    public void The_size_budget_counts_the_lanes_of_the_target_that_is_rendered() =>
        Assert.Equal(Limits.VectorFloats, Target.EightLanes.Lanes);

    [Theory]
    [InlineData(8, 3, 8)]
    [InlineData(8, 8, 8)]
    [InlineData(8, 9, 16)]
    [InlineData(16, 3, 16)]
    [InlineData(16, 16, 16)]
    [InlineData(16, 17, 32)]
    public void Floats_are_padded_to_whole_vectors(int lanes, int floats, int padded)
    {
        Assert.Equal(padded, Of(lanes).Padded(floats));
        Assert.Equal(padded / lanes, Of(lanes).Vectors(floats));
    }

    [Fact]
    public void A_plan_with_layouts_of_another_target_is_rejected() =>
        AssertRefused(
            Plan(Half, Target.EightLanes) with { Target = Target.SixteenLanes },
            "the network's input is laid out for the plan's target");

    [Fact]
    public void A_tile_that_does_not_fit_the_registers_is_rejected()
    {
        NetworkPlan plan = Plan(Half, Target.EightLanes);
        var conv = (ConvStage)plan.Stages[0];
        var direct = (DirectForward)conv.Forward;
        DirectBlock block = Assert.Single(direct.Blocks);
        int width = conv.Output.Shape.Width;
        ConvStage wider = conv with
        {
            Forward = direct with { Blocks = [block with { TileOutputs = width, FullTiles = 1, LastTileOutputs = 0 }] },
        };
        AssertRefused(WithFirst(plan, wider), "the tile of Conv1 fits the registers");
    }

    [Fact]
    public void A_block_with_other_lanes_than_the_target_is_rejected()
    {
        NetworkPlan plan = Plan(Half, Target.EightLanes);
        var conv = (ConvStage)plan.Stages[0];
        var direct = (DirectForward)conv.Forward;
        ConvStage wider = conv with { Forward = direct with { Blocks = [.. direct.Blocks.Select(block => block with { Lanes = 16 })] } };
        AssertRefused(WithFirst(plan, wider), "the vectors of Conv1 have the target's lanes");
    }

    private static NetworkPlan WithFirst(NetworkPlan plan, StagePlan first) => plan with
    {
        Training = null,
        Prediction = plan.Prediction with { Stages = [first, .. plan.Prediction.Stages.Skip(1)] },
    };

    private static void AssertRefused(NetworkPlan plan, string invariant)
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => PlanChecker.Check(plan));
        Assert.Equal($"A plan broke an invariant: {invariant}.", refusal.Message);
    }

    private static Target Of(int lanes) => lanes == 8 ? Target.EightLanes : Target.SixteenLanes;

    private static NetworkPlan Plan(string network, Target target) => Planner.Plan(Infer(network), target);

    /// <summary>The cheapest plan, and one that prefers each kind of schedule.</summary>
    private static IEnumerable<NetworkPlan> PlansOf(string source, Target target)
    {
        ShapedNetwork network = Infer(source);
        return Family<CandidateSchedule>()
            .Select(kind => CandidateChoice.Prefer(candidate => candidate.GetType() == kind))
            .Append(CandidateChoice.Cheapest)
            .Append(CandidateChoice.Prefer(candidate => candidate is DirectForward direct && direct.Blocks.Any(block => block.EndsInHalf)))
            .Select(choice => Planner.Plan(network, target, choice));
    }

    private static ShapedNetwork Infer(string network)
    {
        INamedTypeSymbol type = Compile.Sources(network).GetTypeByMetadataName("Net")!;
        ShapedNetwork? shaped = ShapeInference.Infer(DeclarationReader.Read(type, CancellationToken.None).Declaration!).Network;
        Assert.True(shaped is not null, $"The network of the test is not valid: {network}");
        return shaped;
    }

    private static HashSet<Type> Family<T>() =>
        [.. typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)];
}
