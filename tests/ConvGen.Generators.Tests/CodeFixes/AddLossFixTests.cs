using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG050: adds a loss to a network that is trained without one.</summary>
public sealed class AddLossFixTests
{
    private const string User = "class User { object Train(Net net) => new Trainer<Net>(net, new Sgd(0.1f)); }";

    [Theory]
    [InlineData("SoftmaxCrossEntropy")]
    [InlineData("SigmoidCrossEntropy")]
    [InlineData("MeanSquaredError")]
    public void A_loss_is_added_in_the_file_of_the_network(string loss)
    {
        using FixProject project = new(
            new AddLossFix(), User, "namespace Acme; /* first */ class Other;", "[Network(8)]\n[Dense(2)] // two\npartial class Net;\n");
        Assert.Equal(
            ["Add [SoftmaxCrossEntropy] to Net", "Add [SigmoidCrossEntropy] to Net", "Add [MeanSquaredError] to Net"], project.Titles);
        Assert.Equal(
            [User, "namespace Acme; /* first */ class Other;", $"[Network(8)]\n[Dense(2), {loss}] // two\npartial class Net;\n"],
            project.Apply($"Add [{loss}] to Net"));
    }

    [Theory]
    [InlineData("[ConvGen.Dense(2)]", "[ConvGen.Dense(2), ConvGen.MeanSquaredError]")]
    [InlineData("[global::ConvGen.Dense(2)]", "[global::ConvGen.Dense(2), global::ConvGen.MeanSquaredError]")]
    [InlineData("[Dense(2)] [ReLU, System.Serializable]", "[Dense(2)] [ReLU, MeanSquaredError, System.Serializable]")]
    public void A_loss_is_written_like_the_layer_before_it(string before, string after)
    {
        using FixProject project = new(new AddLossFix(), User, $"[Network(8)] {before} partial class Net;");
        Assert.Equal([User, $"[Network(8)] {after} partial class Net;"], project.Apply("Add [MeanSquaredError] to Net"));
    }

    [Fact]
    public void A_call_of_Backpropagate_is_enough()
    {
        const string Call = "class User { void M(Net net, float[] x, Gradients g) => net.Backpropagate(x, x, g); }";
        using FixProject project = new(new AddLossFix(), Call, "[Network(8), Dense(2)] partial class Net;");
        Assert.Equal(
            [Call, "[Network(8), Dense(2), SigmoidCrossEntropy] partial class Net;"],
            project.Apply("Add [SigmoidCrossEntropy] to Net"));
    }

    [Theory]
    [InlineData("Residual, Dense(8), EndResidual")]
    [InlineData("Repeat(2), Dense(8), EndRepeat")]
    [InlineData("Dense(8), Output(\"Scores\")")]
    public void A_loss_is_added_after_brackets_and_the_only_output(string layers)
    {
        using FixProject project = new(new AddLossFix(), User, $"[Network(8), {layers}] partial class Net;");
        Assert.Equal([User, $"[Network(8), {layers}, MeanSquaredError] partial class Net;"], project.Apply("Add [MeanSquaredError] to Net"));
    }

    [Fact]
    public void No_loss_is_added_to_a_network_with_several_outputs()
    {
        using FixProject project = new(
            new AddLossFix(), User, "[Network(8), Dense(8), Output(\"Hidden\"), Dense(2), Output(\"Scores\")] partial class Net;");
        Assert.Empty(project.Titles);
    }

    [Fact]
    public void After_a_sigmoid_no_loss_with_an_output_function_is_offered()
    {
        using FixProject project = new(new AddLossFix(), User, "[Network(8), Dense(2), Sigmoid] partial class Net;");
        Assert.Equal(["Add [MeanSquaredError] to Net"], project.Titles);
    }
}
