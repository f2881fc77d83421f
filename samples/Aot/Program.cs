using System.Diagnostics;
using System.Globalization;
using ConvGen;
using MnistSample.Networks;

// dotnet publish -c Release samples/Aot
// creates a standalone program, compiled ahead of time, that needs no .NET; dotnet run -c Release runs it with the JIT.
const int Steps = 20, Batch = 10, WrongArguments = 2;
long mainBegan = Stopwatch.GetTimestamp();

// The caller may pass its Stopwatch time stamp from just before the start, because all processes share this clock; the operating
// system's own record has a resolution of only 10 ms.
long? startStamp = null;
if (args.Length > 0)
{
    if (args is not [var text] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long stamp))
    {
        bool asksForHelp = args is ["--help" or "-h" or "-?"];
        (asksForHelp ? Console.Out : Console.Error).WriteLine(
            """
            Usage: Aot [STAMP]

            Trains a small network and prints how soon after its start the program was ready.
            STAMP  the value of Stopwatch.GetTimestamp() when it was started, a whole number; without it the operating system's
                   record of that moment is taken.
            """);
        return asksForHelp ? 0 : WrongArguments;
    }

    startStamp = stamp;
}

// Crosses replace MNIST's images, because this program measures its start-up time, not its accuracy.
float[] images = new float[Batch * BookNet.InputLength];
int[] labels = new int[Batch];
for (int image = 0; image < Batch; image++)
{
    labels[image] = image;
    for (int i = 0; i < 28; i++)
    {
        images[image * BookNet.InputLength + 28 * (4 + 2 * image) + i] = 1;
        images[image * BookNet.InputLength + 28 * i + 23 - 2 * image] = 1;
    }
}

var network = new BookNet(seed: 1);
var options = new TrainerOptions { BatchSize = Batch, Threads = 1 };
network.Classify(images.AsSpan(0, BookNet.InputLength));
long predicted = Stopwatch.GetTimestamp();

using var trainer = new Trainer<BookNet>(network, new Sgd(0.05f) { Momentum = 0.9f }, options);
float firstLoss = trainer.Step(images, labels);
long trained = Stopwatch.GetTimestamp();

float lastLoss = firstLoss;
for (int step = 1; step < Steps; step++)
{
    lastLoss = trainer.Step(images, labels);
}

int right = labels.Count(label =>
    network.Classify(images.AsSpan(label * BookNet.InputLength, BookNet.InputLength)) == label);

long started = startStamp
    ?? Stopwatch.GetTimestamp() - (long)((DateTime.Now - Process.GetCurrentProcess().StartTime).TotalSeconds * Stopwatch.Frequency);
Console.WriteLine($"main {Milliseconds(mainBegan)} ms after the start of the process");
Console.WriteLine($"first prediction {Milliseconds(predicted)} ms");
Console.WriteLine($"first training step {Milliseconds(trained)} ms");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {firstLoss:F4} -> {lastLoss:F4} after {Steps} steps of {Batch}"));
Console.WriteLine($"{right} of {Batch} images are right");
return right == Batch ? 0 : 1;

string Milliseconds(long time) =>
    Stopwatch.GetElapsedTime(started, time).TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
