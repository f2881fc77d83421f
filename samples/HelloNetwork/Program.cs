using ConvGen;

// Eight 4x4 images: four horizontal lines (class 0) and four vertical ones (class 1).
float[] images = new float[8 * 16];
int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
for (int line = 0; line < 4; line++)
{
    for (int i = 0; i < 4; i++)
    {
        images[line * 16 + line * 4 + i] = 1;
        images[(4 + line) * 16 + i * 4 + line] = 1;
    }
}

var network = new LineNet(seed: 1);
var trainer = new Trainer<LineNet>(network, new Sgd(0.1f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = 8 });
for (int step = 0; step <= 100; step++)
{
    float loss = trainer.Step(images, labels);
    if (step % 25 == 0)
    {
        int right = labels.Where((label, i) => network.Classify(images.AsSpan(i * 16, 16)) == label).Count();
        Console.WriteLine($"step {step,3}: loss {loss:F4}, {right} of 8 lines are right");
    }
}

/// <summary>Eight 3x3 filters, 2x2 max pooling, and a dense layer with two outputs.</summary>
[Network(1, 4, 4)]
[Conv(8, 3), MaxPool(2), ReLU]
[Dense(2), SoftmaxCrossEntropy]
internal sealed partial class LineNet;
