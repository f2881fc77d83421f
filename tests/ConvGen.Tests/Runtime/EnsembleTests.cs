using ConvGen.CompilerServices;
using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Runtime;

/// <summary>Five inputs and three outputs, like <see cref="LinearNet"/>.</summary>
[Network(5)]
[Dense(4), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class OtherClassNet;

public sealed class EnsembleTests
{
    private static readonly LinearNet[] Nets = [new(seed: 1), new(seed: 2), new(seed: 3)];

    [Fact]
    public void Predict_is_the_mean_of_the_outputs()
    {
        OtherClassNet other = new(seed: 4);
        Ensemble ensemble = Ensemble.Of(Nets).With(other);
        float[] inputs = TestData.Floats(130 * LinearNet.Inputs);
        float[][] each = [.. Nets.Select(net => Outputs(net.Predict, inputs)), Outputs(other.Predict, inputs)];
        float[] means = Outputs(ensemble.Predict, inputs);
        Assert.All(Enumerable.Range(0, means.Length), i => Assert.Equal(each.Average(outputs => outputs[i]), means[i], 1e-6f));
        Assert.Equal((4, 5, 3), (ensemble.Count, ensemble.InputLength, ensemble.OutputLength));
    }

    [Fact]
    public void Classify_takes_the_largest_mean()
    {
        var ensemble = Ensemble.Of(Nets);
        LabeledImages images = TestData.Images(40);
        float[] means = Outputs(ensemble.Predict, images.Pixels.ToArray());
        Assert.All(Enumerable.Range(0, images.Count), i =>
        {
            float[] mean = means[(i * 3)..(i * 3 + 3)];
            Assert.Equal(Array.IndexOf(mean, mean.Max()), ensemble.Classify(images.Image(i)));
        });
    }

    [Theory]
    [InlineData(new[] { 2, 2, 0 }, 2)]
    [InlineData(new[] { 1, 2, 2, 1, 2 }, 2)]
    [InlineData(new[] { 0 }, 0)]
    public void The_class_with_the_most_votes_wins(int[] votes, int winner) =>
        Assert.Equal(winner, Ensemble.Of([.. votes.Select(vote => Voter(vote, certainty: 1f))]).Vote(new float[5]));

    [Theory]
    [InlineData(3f, 1f, 0)]
    [InlineData(1f, 3f, 2)]
    [InlineData(2f, 2f, 0)]
    public void A_tie_of_votes_goes_to_the_larger_mean_and_then_to_the_lower_class(float sureOf0, float sureOf2, int winner)
    {
        LinearNet[] voters = [Voter(2, sureOf2), Voter(0, sureOf0)];
        Assert.Equal(winner, Ensemble.Of(voters).Vote(new float[5]));
    }

    [Fact]
    public void A_vote_can_differ_from_the_mean()
    {
        var ensemble = Ensemble.Of(Voter(1, 0.1f), Voter(1, 0.1f), Voter(0, 9f));
        Assert.Equal((1, 0), (ensemble.Vote(new float[5]), ensemble.Classify(new float[5])));
    }

    [Fact]
    public void A_single_output_votes_yes_or_no()
    {
        LinearNet[] nets = [.. Enumerable.Range(0, 3).Select(seed => new LinearNet(LinearNet.YesNo, seed))];
        var ensemble = Ensemble.Of(nets);
        var images = new LabeledImages(1, 5, 1, TestData.Floats(5 * 50), TestData.Labels(50, 2));
        Assert.All(Enumerable.Range(0, 50), i =>
        {
            int yes = nets.Sum(net => net.Classify(images.Image(i)));
            Assert.Equal(yes >= 2 ? 1 : 0, ensemble.Vote(images.Image(i)));
        });
        Assert.Equal(50, ensemble.EvaluateVote(images).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Evaluations_agree_with_single_predictions(int threads)
    {
        var ensemble = Ensemble.Of(Nets);
        LabeledImages images = TestData.Images(600);
        Evaluation byMean = ensemble.Evaluate(images, threads), byVote = ensemble.EvaluateVote(images, threads);
        int[] all = [.. Enumerable.Range(0, images.Count)];
        Assert.Equal(all.Where(i => ensemble.Classify(images.Image(i)) != images.Labels[i]), Wrong(byMean));
        Assert.Equal(all.Where(i => ensemble.Vote(images.Image(i)) != images.Labels[i]), Wrong(byVote));

        float[] means = Outputs(ensemble.Predict, images.Pixels.ToArray());
        Assert.Equal(all.Average(i => -Math.Log(means[i * 3 + images.Labels[i]])), byMean.Loss, 1e-5);
        Assert.True(double.IsNaN(byVote.Loss));
        Assert.All(byVote.Mistakes, mistake => Assert.Contains(mistake.Confidence, (float[])[1 / 3f, 2 / 3f, 1f]));

        static IEnumerable<int> Wrong(Evaluation evaluation) => evaluation.Mistakes.Select(mistake => mistake.Index).Order();
    }

    [Fact]
    public void An_ensemble_of_one_network_predicts_like_the_network()
    {
        LabeledImages images = TestData.Images(100);
        Evaluation alone = Nets[0].Evaluate(images), ensemble = Ensemble.Of(Nets[0]).Evaluate(images);
        Assert.Equal((alone.Accuracy, alone.Loss), (ensemble.Accuracy, ensemble.Loss));
        Assert.Equal(alone.Mistakes, ensemble.Mistakes);
    }

    [Fact]
    public void An_ensemble_with_different_losses_has_no_loss() =>
        Assert.True(double.IsNaN(
            Ensemble.Of(Nets[0]).With(new LinearNet(LinearNet.Squares)).Evaluate(TestData.Images(10)).Loss));

    [Fact]
    public void Mismatched_arguments_are_rejected()
    {
        var ensemble = Ensemble.Of(Nets);
        Assert.Throws<ArgumentNullException>("networks", () => Ensemble.Of<LinearNet>(null!));
        Assert.Throws<ArgumentNullException>(() => Ensemble.Of(Nets[0], null!));
        Assert.Throws<ArgumentException>("networks", () => Ensemble.Of<LinearNet>());
        Assert.Throws<ArgumentNullException>("network", () => ensemble.With<LinearNet>(null!));
        Assert.Throws<ArgumentException>("network", () => ensemble.With(new SmallNet()));
        LinearNet yesNo = new(LinearNet.YesNo), oneClass = new(new LinearProgram(5, 1, LossKind.SoftmaxCrossEntropy));
        Assert.Throws<ArgumentException>("network", () => Ensemble.Of(yesNo).With(oneClass));
        Assert.Throws<ArgumentException>("inputs", () => ensemble.Predict(new float[6], new float[3]));
        Assert.Throws<ArgumentException>("outputs", () => ensemble.Predict(new float[5], new float[4]));
        float[] shared = new float[8];
        Assert.Throws<ArgumentException>("outputs", () => ensemble.Predict(shared.AsSpan(0, 5), shared.AsSpan(4, 3)));
        Assert.Throws<ArgumentException>("input", () => ensemble.Classify(new float[10]));
        Assert.Throws<ArgumentException>("input", () => ensemble.Vote([]));
        Assert.Throws<ArgumentNullException>("images", () => ensemble.Evaluate(null!));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => ensemble.EvaluateVote(TestData.Images(3), threads: 0));
    }

    /// <summary>Creates a network that always predicts the same class.</summary>
    private static LinearNet Voter(int label, float certainty)
    {
        var net = new LinearNet();
        net.Parameters["Dense1.weight"].CopyFrom(new float[15]);
        net.Dense1.Bias[label] = certainty;
        return net;
    }

    private delegate void Prediction(ReadOnlySpan<float> inputs, Span<float> outputs);

    private static float[] Outputs(Prediction predict, float[] inputs)
    {
        float[] outputs = new float[inputs.Length / 5 * 3];
        predict(inputs, outputs);
        return outputs;
    }
}
