using ConvGen.Generators.Frontend;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Generators.Planning.Storage;
using ConvGen.Generators.Planning.Targets;
using ConvGen.Generators.Rendering;
using ConvGen.Generators.Tests.Harness;
using ConvGen.Generators.Tests.Planning;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>
/// Runs the samples of <see cref="LayerFamilyTests"/>, and larger networks for further schedules, through planning and rendering.
/// Together they contain every kind of stage, schedule, operand and memory, so that each switch over them runs for each kind.
/// </summary>
public sealed class StageFamilyTests
{
    private static readonly Lazy<IReadOnlyList<NetworkPlan>> Plans = new(() =>
        [.. LayerFamilyTests.Samples.Concat(TargetTests.ScheduleNetworks).SelectMany(PlansOf)]);

    private static readonly PassKind[] Passes = Enum.GetValues<PassKind>();

    public static TheoryData<string> Kinds => LayerFamilyTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_planned_and_rendered(string kind)
    {
        foreach (NetworkPlan plan in PlansOf(LayerFamilyTests.SampleOf(kind)))
        {
            Assert.NotEmpty(NetworkRenderer.RenderSurface(plan.Network));
            string[] files = [.. NetworkRenderer.RenderKernels(plan).Select(file => file.HintName)];
            Assert.All(plan.KernelStages, stage => Assert.Contains(files, file => file.Contains($"/{stage.Name}.", StringComparison.Ordinal)));
        }
    }

    public static TheoryData<string> Activations =>
        [.. Enum.GetNames<ActivationFunction>().Select(name => name == nameof(ActivationFunction.Clip) ? "Clip(-1, 1)" : name), "Clip(1, 2)"];

    /// <summary>Before the loss, fused into a dense layer and a convolution, and as a layer of its own, beside others.</summary>
    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_is_handled_in_every_position(string activation)
    {
        string[] networks =
        [
            $"[Network(8)] [Dense(8), {activation}, Dense(2), SoftmaxCrossEntropy] partial class Net;",
            $"[Network(8)] [Dense(2), {activation}, SoftmaxCrossEntropy] partial class Net;",
            $"[Network(8)] [{activation}, ReLU, Dense(2), MeanSquaredError] partial class Net;",
            $"[Network(1, 8, 8)] [Conv(4, 3), {activation}, MaxPool(2), {activation}, Dense(2), MeanSquaredError] partial class Net;",
        ];
        Assert.All(networks.SelectMany(PlansOf), plan =>
            Assert.All(NetworkRenderer.RenderKernels(plan), file => Assert.NotEmpty(file.Text)));
    }

    [Fact]
    public void Every_schedule_is_rendered() =>
        Assert.All(Plans.Value, plan => Assert.All(NetworkRenderer.RenderKernels(plan), file => Assert.NotEmpty(file.Text)));

    [Fact]
    public void Every_stage_is_met() => AssertMeetsAll(Plans.Value.SelectMany(plan => plan.Stages));

    [Fact]
    public void Every_schedule_is_met() => AssertMeetsAll<CandidateSchedule>(
        Plans.Value.SelectMany(plan => plan.Convolutions)
            .SelectMany(stage => (CandidateSchedule[])[stage.Forward, stage.Backward.InputGradient]));

    [Fact]
    public void Every_kind_of_packed_weights_is_met() => AssertMeetsAll(Plans.Value.SelectMany(plan => plan.PackedPieces.Concat(plan.PredictionPieces)));

    [Fact]
    public void Every_operand_and_every_memory_is_met()
    {
        KernelCall[] calls = [.. Plans.Value.SelectMany(CallsOf)];
        AssertMeetsAll(calls.SelectMany(call => call.Operands));
        AssertMeetsAll(calls.SelectMany(call => call.References).Select(operand => operand.Where));
        Assert.Equal(
            Enum.GetValues<ElementType>(), calls.SelectMany(call => call.References).Select(operand => operand.Type).Distinct().Order());
    }

    [Fact]
    public void Every_element_type_is_met_in_a_workspace() => Assert.Equal(
        Enum.GetValues<ElementType>(),
        Plans.Value.SelectMany(plan => plan.Stages)
            .SelectMany(stage => Passes.SelectMany(pass => stage.Buffers(pass, samples: 8)))
            .Select(buffer => buffer.Type).Distinct().Order());

    [Fact]
    public void A_switch_that_does_not_handle_a_stage_names_it()
    {
        NetworkPlan plan = Plans.Value[0];
        StagePlan first = plan.Prediction.Stages[0];
        var stranger = new Stranger
        {
            Name = first.Name,
            Values = first.Values,
            Input = first.Input,
            Output = first.Output,
            Activation = null,
            MultiplyAdds = 0,
        };
        NetworkPlan strange = plan with { Training = null, Prediction = plan.Prediction with { Stages = [stranger] } };
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => _ = NetworkRenderer.RenderKernels(strange).Count());
        Assert.Contains(nameof(Stranger), refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The calls that the stages describe, and the calls in the passes.</summary>
    private static IEnumerable<KernelCall> CallsOf(NetworkPlan plan) =>
    [
        .. plan.Stages.SelectMany(stage => Passes.Select(stage.ForwardCall)),
        .. plan.Training?.Stages.Select(stage => stage.BackwardCall()) ?? [],
        .. plan.PackedPieces.Concat(plan.PredictionPieces).Select(piece => piece.PackCall),
        .. plan.Prediction.Steps.Concat(plan.Training?.Steps ?? []).Select(step => step.Call),
    ];

    /// <summary>The cheapest plan for each target, and one that prefers each kind of schedule.</summary>
    private static IEnumerable<NetworkPlan> PlansOf(string source)
    {
        ShapedNetwork network = ShapeInference.Infer(DeclarationReader.Read(
            Compile.Sources(source).GetTypeByMetadataName("Net")!, CancellationToken.None).Declaration!).Network!;
        return Family<CandidateSchedule>()
            .Select(kind => CandidateChoice.Prefer(candidate => candidate.GetType() == kind))
            .Prepend(CandidateChoice.Cheapest)
            .Select(choice => Planner.Plan(network, Target.EightLanes, choice))
            .Append(Planner.Plan(network, Target.SixteenLanes));
    }

    private static void AssertMeetsAll<T>(IEnumerable<T> members)
        where T : notnull =>
        Assert.Equal(Family<T>(), members.Select(member => member.GetType()).ToHashSet());

    private static HashSet<Type> Family<T>() =>
    [
        .. typeof(T).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract),
    ];

    private sealed record Stranger : UnweightedStage
    {
        public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

        public override KernelCall ForwardCall(PassKind pass) => new(Name, "Run", []);

        public override KernelCall BackwardCall() => new(Name, "Run", []);

        protected override StagePlan WithoutOperands() => this;
    }
}
