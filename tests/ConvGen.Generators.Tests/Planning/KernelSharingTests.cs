using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Planning.Targets;
using ConvGen.Generators.Rendering;
using ConvGen.Generators.Tests.Harness;
using ConvGen.Generators.Tests.Pipeline;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>Stages whose plans are equal but for names and places call the same kernels.</summary>
public sealed class KernelSharingTests
{
    /// <summary>The first of several equal layers may differ from the next in how the network's input lies, the last in the border that
    /// the output lacks.</summary>
    [Theory]
    [InlineData("16, 12, 12", "Conv(16, 3, Pad = 1), ReLU, Conv(16, 3, Pad = 1), ReLU, Conv(16, 3, Pad = 1), ReLU, Conv(16, 3, Pad = 1), ReLU",
        "Conv1 Conv2 Conv2 Conv4")]
    [InlineData("24, 9, 9", "Conv(24, 3, Pad = 1, Groups = 3), Conv(24, 3, Pad = 1, Groups = 3), Conv(24, 3, Pad = 1, Groups = 3), Conv(24, 3)",
        "Conv1 Conv2 Conv2 Conv4")]
    [InlineData("16, 9, 9", "DepthwiseConv(3, Pad = 1), DepthwiseConv(3, Pad = 1), DepthwiseConv(3, Pad = 1)",
        "DepthwiseConv1 DepthwiseConv1 DepthwiseConv3")]
    [InlineData("16, 9, 9", "Tanh, MaxPool(3, Stride = 1, Pad = 1), MaxPool(3, Stride = 1, Pad = 1)", "Tanh1 MaxPool1 MaxPool1")]
    [InlineData("16, 9, 9", "AveragePool(3, Stride = 1, Pad = 1), AveragePool(3, Stride = 1, Pad = 1), AveragePool(3, Stride = 1, Pad = 1)", "AveragePool1 AveragePool1 AveragePool3")]
    [InlineData("16, 9, 9", "L2Pool(3, Stride = 1, Pad = 1), L2Pool(3, Stride = 1, Pad = 1), L2Pool(3, Stride = 1, Pad = 1)", "L2Pool1 L2Pool1 L2Pool3")]
    [InlineData("30", "Dense(30), Tanh, Dense(30), Tanh, Dense(30)", "Dense1 Dense1 Dense3")]
    [InlineData("30", "Dropout(0.5, Inverted = false), Dropout(0.5, Inverted = false)", "Dropout1 Dropout1 Dropout1 Dropout1")]
    [InlineData("30", "PReLU, PReLU, PReLU", "PReLU1 PReLU2 PReLU2")]
    [InlineData("30", "GELU, GELU, Sigmoid, Sigmoid", "GELU1 GELU1 Sigmoid1 Sigmoid1")]
    public void Equal_stages_share_their_kernels(string input, string layers, string kernels)
    {
        NetworkPlan plan = Plan(input, layers);
        Assert.Equal(kernels.Split(' '), plan.Stages.Select(stage => stage.KernelName));
        Assert.Equal(kernels.Split(' ').Distinct(), plan.KernelStages.Select(stage => stage.Name).Distinct());
    }

    [Fact]
    public void The_head_of_a_shared_kernel_names_its_callers()
    {
        NetworkPlan plan = Plan("16, 12, 12", "Conv(16, 3, Pad = 1), Conv(16, 3, Pad = 1), Conv(16, 3, Pad = 1), Conv(16, 3, Pad = 1)");
        IReadOnlyDictionary<string, string> files = NetworkRenderer.RenderKernels(plan).ToDictionary(file => file.HintName, file => file.Text);
        Assert.All(
            ["Net/256/Conv2.Pack.g.cs", "Net/256/Conv2.Forward.g.cs", "Net/256/Conv2.Backward.g.cs"],
            file => Assert.Contains("//   called by    Conv2, Conv3, which differ", files[file], StringComparison.Ordinal));
        Assert.DoesNotContain("called by", files["Net/256/Conv1.Forward.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain(files.Keys, file => file.StartsWith("Net/256/Conv3.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("16, 12, 12", "Conv(16, 3, Pad = 1), ReLU, Conv(16, 3, Pad = 1), Tanh")]
    [InlineData("16, 12, 12", "Conv(16, 3, Pad = 1), Conv(16, 3, Pad = 1, Bias = false)")]
    [InlineData("16, 12, 12", "Conv(16, 3, Pad = 1), Conv(16, 3, Pad = 2)")]
    [InlineData("16, 12, 12", "MaxPool(3, Stride = 1, Pad = 1), AveragePool(3, Stride = 1, Pad = 1)")]
    [InlineData("16, 12, 12", "AveragePool(3, Stride = 1, Pad = 1), AveragePool(3, Stride = 1, Pad = 1, CountPadding = false)")]
    [InlineData("30", "Dense(30), Dense(20), Dense(30)")]
    [InlineData("30", "Dropout(0.5), Dropout(0.25)")]
    [InlineData("30", "LeakyReLU(0.1), LeakyReLU(0.2)")]
    public void Different_stages_have_kernels_of_their_own(string input, string layers) =>
        Assert.All(Plan(input, layers).Stages, stage => Assert.Equal(stage.Name, stage.KernelName));

    /// <summary>A plan that compared by reference would never be shared, without any sign of it.</summary>
    [Fact]
    public void Plans_of_every_stage_and_schedule_compare_by_value() =>
        Assert.All(LayerFamilyTests.Samples.Concat(TargetTests.ScheduleNetworks), source =>
        {
            IEnumerable<StagePlan> first = Plan(source).Stages.Select(stage => stage.ToKernelPlan());
            IEnumerable<StagePlan> second = Plan(source).Stages.Select(stage => stage.ToKernelPlan());
            Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second));
        });

    private static NetworkPlan Plan(string input, string layers) =>
        Plan($"[Network({input})] [{layers}, MeanSquaredError] partial class Net;");

    private static NetworkPlan Plan(string source) => Planner.Plan(
        ShapeInference.Infer(DeclarationReader.Read(
            Compile.Sources(source).GetTypeByMetadataName("Net")!, CancellationToken.None).Declaration!).Network!,
        Target.EightLanes);
}
