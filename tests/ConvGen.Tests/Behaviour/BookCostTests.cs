using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Behaviour;

[Network(4)]
[Dense(3), Sigmoid, MeanSquaredError]
public sealed partial class MeanSquaredErrorNet;

[Network(4)]
[Dense(3), Sigmoid, QuadraticCost]
public sealed partial class QuadraticCostNet;

[Network(4)]
[Dense(3), SigmoidCrossEntropy]
public sealed partial class SigmoidCrossEntropyNet;

[Network(4)]
[Dense(3), CrossEntropyCost]
public sealed partial class CrossEntropyCostNet;

/// <summary>The book sums its costs over the outputs of a sample, where PyTorch takes the mean.</summary>
public sealed class BookCostTests
{
    private const int Samples = 7, Outputs = 3;

    [Fact]
    public void The_quadratic_cost_is_half_the_number_of_outputs_times_the_mean_squared_error() =>
        Compare<MeanSquaredErrorNet, QuadraticCostNet>(Outputs / 2.0);

    [Fact]
    public void The_cross_entropy_cost_is_the_number_of_outputs_times_the_sigmoid_cross_entropy() =>
        Compare<SigmoidCrossEntropyNet, CrossEntropyCostNet>(Outputs);

    private static void Compare<TMean, TCost>(double factor)
        where TMean : class, INetwork<TMean>
        where TCost : class, INetwork<TCost>
    {
        TMean mean = TMean.Create(seed: 1);
        TCost cost = TCost.Create(seed: 1);
        float[] inputs = TestData.Floats(Samples * 4);
        int[] labels = TestData.Labels(Samples, Outputs);
        Gradients meanGradients = mean.CreateGradients(), costGradients = cost.CreateGradients();

        float meanLoss = mean.Backpropagate(inputs, labels, meanGradients);
        float costLoss = cost.Backpropagate(inputs, labels, costGradients);

        Assert.Equal(factor * meanLoss, costLoss, 1e-6);
        Assert.All(
            BackpropagateTests.Values(meanGradients).Zip(BackpropagateTests.Values(costGradients)),
            pair => Assert.Equal(factor * pair.First, pair.Second, 1e-6));
        var images = new LabeledImages(1, 1, 4, inputs, labels);
        Assert.Equal(costLoss, cost.Evaluate(images).Loss, 1e-6);
        Assert.Equal(meanLoss, mean.Evaluate(images).Loss, 1e-6);
        Assert.Equal(Predict(mean, inputs), Predict(cost, inputs));
    }

    private static float[] Predict<TNetwork>(TNetwork network, float[] inputs)
        where TNetwork : class, INetwork<TNetwork>
    {
        float[] outputs = new float[Samples * Outputs];
        network.Predict(inputs, outputs);
        return outputs;
    }
}
