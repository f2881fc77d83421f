using ConvGen;
using Spectre.Console;

namespace Chapter6.Beyond;

/// <summary>Prints a line every few epochs.</summary>
internal sealed class EpochLines(IAnsiConsole console, string prefix = "") : IProgress<TrainingProgress>
{
    private const int EpochsPerLine = 10;

    public void Report(TrainingProgress value)
    {
        bool epochHasEnded = value.ImagesSeen == value.ImagesTotal;
        if (epochHasEnded && value.Epoch % EpochsPerLine == 0)
        {
            var left = TimeSpan.FromSeconds((value.Epochs - value.Epoch) * value.ImagesTotal / value.ImagesPerSecond);
            console.WriteLine($"{prefix}epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:F4}, {value.ImagesPerSecond:N0} images/s, "
                + $"about {left:m\\:ss} to go");
        }
    }
}
