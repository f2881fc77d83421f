using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG017, CVG020, CVG021, CVG023, CVG024, CVG025, CVG027, CVG065, CVG066 and CVG080: code is removed or moved together with
/// its commas and lines.</summary>
public sealed class RemovalFixTests
{
    [Theory]
    [InlineData("Conv(2, 3, Stride = 1, StrideY = 2, StrideX = 2)", "Conv(2, 3, StrideY = 2, StrideX = 2)", "Remove Stride")]
    [InlineData("MaxPool(2, StrideY = 2, StrideX = 2, Stride = 1)", "MaxPool(2, StrideY = 2, StrideX = 2)", "Remove Stride")]
    [InlineData(
        "Conv(2, 3, DilationY = 2, Dilation = 1, DilationX = 2)", "Conv(2, 3, DilationY = 2, DilationX = 2)", "Remove Dilation")]
    public void An_argument_without_effect_is_removed(string before, string after, string title)
    {
        using FixProject project = new(new RemoveArgumentFix(), $"[Network(1, 9, 9)] [{before}] partial class Net;");
        Assert.Equal([title], project.Titles);
        Assert.Equal([$"[Network(1, 9, 9)] [{after}] partial class Net;"], project.Apply(title));
    }

    [Theory]
    [InlineData("Dense(8, Name = \"Twin\")", "Dense(8)")]
    [InlineData("Dense(8, Name = \"Twin\", Bias = false)", "Dense(8, Bias = false)")]
    [InlineData("Tanh(Name = \"Twin\")", "Tanh")]
    public void The_name_of_a_repeated_layer_is_removed(string before, string after)
    {
        using FixProject project = new(new RemoveArgumentFix(), $"[Network(8), Repeat(2), {before}, EndRepeat] partial class Net;");
        Assert.Equal(["Remove Name"], project.Titles);
        Assert.Equal([$"[Network(8), Repeat(2), {after}, EndRepeat] partial class Net;"], project.Apply("Remove Name"));
    }

    [Fact]
    public void The_name_of_a_repeated_output_is_kept_because_it_needs_one()
    {
        using FixProject project = new(
            new RemoveArgumentFix(), "[Network(8), Repeat(2), Dense(8), Output(\"A\"), EndRepeat] partial class Net;");
        Assert.Empty(project.Titles);
    }

    [Theory]
    [InlineData("[Dense(2), SoftmaxCrossEntropy, MeanSquaredError]", "[Dense(2), SoftmaxCrossEntropy]", "Remove [MeanSquaredError]")]
    [InlineData("[Dense(2), Sigmoid, SoftmaxCrossEntropy]", "[Dense(2), SoftmaxCrossEntropy]", "Remove [Sigmoid]")]
    [InlineData("[Dense(2), ReLU, SoftmaxCrossEntropy]", "[Dense(2), SoftmaxCrossEntropy]", "Remove [ReLU]")]
    [InlineData("[Dense(2)]\n[Sigmoid]\n[SoftmaxCrossEntropy]", "[Dense(2)]\n[SoftmaxCrossEntropy]", "Remove [Sigmoid]")]
    [InlineData(
        "[Dense(2)] // two\n[Sigmoid] // probabilities\n[SoftmaxCrossEntropy]",
        "[Dense(2)] // two\n // probabilities\n[SoftmaxCrossEntropy]", "Remove [Sigmoid]")]
    [InlineData("[Dense(2)]\n[Dropout(0.5), SoftmaxCrossEntropy]", "[Dense(2)]\n[SoftmaxCrossEntropy]", "Remove [Dropout]")]
    [InlineData("[ReLU, ConvGen.ReLUAttribute, Dense(2)]", "[ReLU, Dense(2)]", "Remove [ReLU]")]
    [InlineData("[Dense(3), Output(\"Hidden\"), Dense(2), SoftmaxCrossEntropy]", "[Dense(3), Dense(2), SoftmaxCrossEntropy]", "Remove [Output]")]
    [InlineData("[ReLU, /* again */ ReLU, Dense(2)]", "[ReLU /* again */ , Dense(2)]", "Remove [ReLU]")]
    public void A_layer_that_does_not_belong_there_is_removed(string before, string after, string title)
    {
        using FixProject project = new(new RemoveLayerFix(), $"// A network.\n[Network(8)]\n{before}\npartial class Net;");
        Assert.Equal([title], project.Titles);
        Assert.Equal([$"// A network.\n[Network(8)]\n{after}\npartial class Net;"], project.Apply(title));
    }

    [Fact]
    public void Neighbours_are_removed_at_once()
    {
        using FixProject project = new(
            new RemoveLayerFix(), "[Network(8)] [ReLU, ReLU, ReLU, Dense(2), Dropout(0.5), MeanSquaredError] partial class Net;");
        Assert.Equal(
            ["[Network(8)] [ReLU, Dense(2), MeanSquaredError] partial class Net;"], project.ApplyToAll("Remove [ReLU]"));
    }

    [Theory]
    [InlineData("[Sigmoid, SoftmaxCrossEntropy]\n[Dense(2)]", "[Sigmoid]\n[Dense(2), SoftmaxCrossEntropy]")]
    [InlineData("[Sigmoid]\n[SoftmaxCrossEntropy]\n[Dense(2), LeakyReLU]", "[Sigmoid]\n[Dense(2), LeakyReLU, SoftmaxCrossEntropy]")]
    [InlineData("[Residual, Dense(8), SoftmaxCrossEntropy, EndResidual]", "[Residual, Dense(8), EndResidual, SoftmaxCrossEntropy]")]
    [InlineData("[Repeat(2)]\n[Dense(8)]\n[MeanSquaredError]\n[EndRepeat]", "[Repeat(2)]\n[Dense(8)]\n[EndRepeat, MeanSquaredError]")]
    [InlineData(
        "[Sigmoid, ConvGen.MeanSquaredError, Dense(2), System.Serializable]",
        "[Sigmoid, Dense(2), ConvGen.MeanSquaredError, System.Serializable]")]
    public void A_loss_moves_to_the_end(string before, string after)
    {
        using FixProject project = new(new MoveLossFix(), $"[Network(8)]\n{before}\nsealed partial class Net;");
        Assert.Equal([$"[Network(8)]\n{after}\nsealed partial class Net;"], project.Apply("Move the loss to the end"));
        Assert.Equal([$"[Network(8)]\n{after}\nsealed partial class Net;"], project.ApplyToAll("Move the loss to the end"));
    }

    [Fact]
    public void With_two_losses_no_fix_is_offered()
    {
        using FixProject project = new(
            new MoveLossFix(), "[Network(8)] [ReLU, SoftmaxCrossEntropy, Dense(2), MeanSquaredError] partial class Net;");
        Assert.Empty(project.Titles);
    }
}
