using ConvGen;

LabeledImages train = DrawnShapes.Draw(4000, seed: 1), test = DrawnShapes.Draw(1000, seed: 2);

// Train for five epochs, with a learning rate that rises and falls.
var network = new ShapeNet(seed: 1);
using var trainer = new Trainer<ShapeNet>(network, new AdamW(0.01f), new TrainerOptions { Schedule = Schedule.OneCycle() });
foreach (EpochResult epoch in trainer.Fit(train, epochs: 5, validation: test).Epochs)
{
    Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, {epoch.Validation!.Accuracy:P1} of {test.Count} test images");
}

// Predict a probability for each shape.
ReadOnlySpan<float> image = test.Image(0);
float[] probabilities = new float[ShapeNet.OutputLength];
network.Predict(image, probabilities);
for (int y = 0; y < DrawnShapes.Side; y++)
{
    foreach (float pixel in image.Slice(y * DrawnShapes.Side, DrawnShapes.Side))
    {
        Console.Write(pixel > 0.5f ? "##" : "  ");
    }

    Console.WriteLine();
}

int answer = network.Classify(image);
Console.WriteLine($"prediction: {DrawnShapes.Names[answer]}, with a probability of {probabilities[answer]:P1}");

// Save the weights; Python can read the file too.
network.Save("network.safetensors");
