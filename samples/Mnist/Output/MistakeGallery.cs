using ConvGen;
using Spectre.Console;

namespace MnistSample.Output;

/// <summary>Draws the images that the network misclassified with the highest confidence.</summary>
internal static class MistakeGallery
{
    private const int Most = 10;
    private const string Gap = "  ";

    /// <summary>Draws the worst mistakes side by side, as many as fit the width of the console.</summary>
    /// <param name="console">The console to draw on.</param>
    /// <param name="mistakes">The mistakes, the most confident first.</param>
    /// <param name="images">The images that the indices of the mistakes refer to.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<Mistake> mistakes, LabeledImages images)
    {
        if (mistakes.Count == 0)
        {
            return;
        }

        int perRow = Math.Clamp((console.Profile.Width + Gap.Length) / (DigitPicture.Width + Gap.Length), 1, Most / 2);
        bool inGrey = console.Profile.Capabilities is { Ansi: true, ColorSystem: ColorSystem.TrueColor or ColorSystem.EightBit };
        console.WriteLine($"The worst of {mistakes.Count} mistakes:");
        foreach (Mistake[] row in mistakes.Take(Most).Chunk(perRow))
        {
            console.WriteLine();
            console.WriteLine(string.Join(Gap, row.Select(Caption)).TrimEnd());
            for (int line = 0; line < DigitPicture.Height; line++)
            {
                console.MarkupLine(string.Join(
                    Gap, row.Select(mistake => DigitPicture.Line(images.Image(mistake.Index), line, inGrey))));
            }
        }

        console.WriteLine();
    }

    private static string Caption(Mistake mistake) =>
        $"a {mistake.Label} as {mistake.Predicted}, {mistake.Confidence:P0}".PadRight(DigitPicture.Width);
}
