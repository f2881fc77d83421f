namespace ConvGen.Tests.Runtime;

public sealed class EvaluationTests
{
    [Fact]
    public void Accuracy_confusion_and_mistakes_are_consistent()
    {
        var net = new LinearNet(seed: 1);
        LabeledImages images = TestData.Images(700);
        Evaluation evaluation = net.Evaluate(images);
        int[] predicted = [.. Enumerable.Range(0, 700).Select(i => net.Classify(images.Image(i)))];
        Assert.Equal(700, evaluation.Count);
        Assert.Equal(1 - evaluation.Mistakes.Count / 700.0, evaluation.Accuracy, 1e-12);
        for (int actual = 0; actual < 3; actual++)
        {
            for (int answer = 0; answer < 3; answer++)
            {
                int expected = Enumerable.Range(0, 700).Count(i => images.Labels[i] == actual && predicted[i] == answer);
                Assert.Equal(expected, evaluation.Confusion[actual, answer]);
            }
        }

        Assert.Equal(
            Enumerable.Range(0, 700).Where(i => predicted[i] != images.Labels[i]),
            evaluation.Mistakes.Select(mistake => mistake.Index).Order());
    }

    [Fact]
    public void Top_accuracy_counts_labels_among_the_most_likely_classes()
    {
        var net = new LinearNet(seed: 1);
        LabeledImages images = TestData.Images(700);
        Evaluation evaluation = net.Evaluate(images);
        float[] outputs = new float[3];
        for (int classes = 1; classes <= 4; classes++)
        {
            int hits = 0;
            for (int i = 0; i < images.Count; i++)
            {
                net.Predict(images.Image(i), outputs);
                hits += outputs.Count(output => output > outputs[images.Labels[i]]) < classes ? 1 : 0;
            }

            Assert.Equal(hits / 700.0, evaluation.TopAccuracy(classes), 1e-12);
        }

        Assert.True(evaluation.TopAccuracy(1) < evaluation.TopAccuracy(2), "Some label comes second.");
        Assert.Equal(1, evaluation.TopAccuracy(3));
    }

    [Fact]
    public void Precision_and_recall_are_shares_of_a_column_and_a_row()
    {
        ConfusionMatrix confusion = new LinearNet(seed: 1).Evaluate(TestData.Images(700)).Confusion;
        for (int label = 0; label < 3; label++)
        {
            double right = confusion[label, label];
            Assert.Equal(right / (confusion[0, label] + confusion[1, label] + confusion[2, label]), confusion.Precision(label), 1e-12);
            Assert.Equal(right / (confusion[label, 0] + confusion[label, 1] + confusion[label, 2]), confusion.Recall(label), 1e-12);
        }
    }

    [Fact]
    public void Mistakes_are_ordered_by_confidence()
    {
        var net = new LinearNet(seed: 1);
        LabeledImages images = TestData.Images(700);
        IReadOnlyList<Mistake> mistakes = net.Evaluate(images).Mistakes;
        Assert.NotEmpty(mistakes);
        Assert.Equal(mistakes.OrderByDescending(mistake => mistake.Confidence), mistakes);
        float[] outputs = new float[3];
        net.Predict(images.Image(mistakes[0].Index), outputs);
        Assert.Equal(outputs.Max(), mistakes[0].Confidence);
        Assert.Equal(outputs[images.Labels[mistakes[0].Index]], mistakes[0].LabelConfidence);
        Assert.Equal(Array.IndexOf(outputs, outputs.Max()), mistakes[0].Predicted);
        Assert.Equal(images.Labels[mistakes[0].Index], mistakes[0].Label);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_result_is_the_same_for_every_number_of_threads(int threads)
    {
        var net = new LinearNet(seed: 1);
        LabeledImages images = TestData.Images(2000);
        Evaluation one = net.Evaluate(images), many = net.Evaluate(images, threads);
        Assert.Equal(one.Loss, many.Loss);
        Assert.Equal(one.Mistakes, many.Mistakes);
    }

    [Fact]
    public void The_loss_equals_the_training_loss()
    {
        foreach (LinearProgram program in (LinearProgram[])[LinearNet.Softmax, LinearNet.Sigmoid, LinearNet.Squares])
        {
            var net = new LinearNet(program, seed: 1);
            LabeledImages images = TestData.Images(50);
            float expected = net.Backpropagate(images.Pixels, images.Labels, net.CreateGradients());
            Assert.Equal(expected, net.Evaluate(images).Loss, 1e-6);
        }
    }

    [Fact]
    public void A_single_output_has_two_classes()
    {
        var net = new LinearNet(LinearNet.YesNo);
        net.Parameters[0].CopyFrom([1f, 0f, 0f, 0f, 0f]);
        var images = new LabeledImages(1, 5, 1, [3f, 0, 0, 0, 0, -2f, 0, 0, 0, 0, 1f, 0, 0, 0, 0], [1, 0, 0]);
        Evaluation evaluation = net.Evaluate(images);
        ConfusionMatrix confusion = evaluation.Confusion;
        Assert.Equal(2, confusion.Classes);
        Assert.Equal([1, 1, 0, 1], (int[])[confusion[0, 0], confusion[0, 1], confusion[1, 0], confusion[1, 1]]);
        Mistake mistake = Assert.Single(evaluation.Mistakes);
        Assert.Equal((2, 0, 1), (mistake.Index, mistake.Label, mistake.Predicted));
        Assert.Equal(1 / (1 + Math.Exp(-1)), mistake.Confidence, 1e-6);
        Assert.Equal(1 - mistake.Confidence, mistake.LabelConfidence);
        Assert.Equal(net.Backpropagate(images.Pixels, images.Labels, net.CreateGradients()), evaluation.Loss, 1e-6);
    }

    [Fact]
    public void A_probability_of_zero_leaves_the_loss_finite()
    {
        var net = new LinearNet();
        net.Parameters[0].CopyFrom(new float[15]);
        net.Parameters[1].CopyFrom([0f, -200f, 0f]);
        double loss = net.Evaluate(new LabeledImages(1, 5, 1, new float[5], [1])).Loss;
        Assert.Equal(-Math.Log(float.Epsilon), loss, 1e-9);
    }

    [Fact]
    public void A_network_without_a_loss_is_rejected()
    {
        var net = new LinearNet(LinearNet.NoLoss, seed: 1);
        Ensemble[] ensembles = [Ensemble.Of(net), Ensemble.Of(new LinearNet(seed: 1)).With(net)];
        LabeledImages images = TestData.Images(30);
        foreach (Func<Evaluation> evaluate in (Func<Evaluation>[])
            [() => net.Evaluate(images), () => ensembles[0].Evaluate(images), () => ensembles[1].Evaluate(images)])
        {
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(evaluate);
            Assert.Contains("Linear5To3 declares no loss", exception.Message, StringComparison.Ordinal);
            Assert.Contains("[SoftmaxCrossEntropy]", exception.Message, StringComparison.Ordinal);
        }

        // A vote needs no loss.
        Assert.InRange(ensembles[0].EvaluateVote(images).Accuracy, 0, 1);
    }

    [Fact]
    public void A_regression_has_a_loss_and_no_accuracy()
    {
        Evaluation evaluation = new LinearNet(LinearNet.Squares, seed: 1).Evaluate(TestData.Images(30));
        Assert.Equal((double.NaN, double.NaN), (evaluation.Accuracy, evaluation.TopAccuracy(2)));
        Assert.InRange(evaluation.Loss, 1e-3, 100);
        Assert.InRange(new LinearNet(LinearNet.Sigmoid, seed: 1).Evaluate(TestData.Images(30)).Accuracy, 0, 1);
    }
}
