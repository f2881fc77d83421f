using Chapter6.Pictures;
using ConvGen;
using Spectre.Console;

namespace Cifar10Sample.Output;

/// <summary>Pictures in colours of what the network has learned: small ones in the terminal, larger ones in files.</summary>
/// <param name="console">Receives the small pictures, if it shows colours, and the names of the files.</param>
/// <param name="folder">The folder for the files, created if it does not exist; null for none.</param>
internal sealed class PhotoPictures(IAnsiConsole console, string? folder)
{
    private const int FileTile = 64, FileGap = 8, FileColumns = 10, TerminalGap = 1;
    private const int MistakesInFile = 60, MistakesInTerminal = 6;

    /// <summary>Shows the filters of the first layer: what each looks for in red, green and blue. Grey is zero; the colours of each
    /// filter are scaled separately.</summary>
    /// <param name="weights">Of the shape filters x 3 x height x width.</param>
    public void Filters(Parameter weights)
    {
        float[] values = new float[weights.Length];
        weights.CopyTo(values);
        (int height, int width) = (weights.Shape[2], weights.Shape[3]);
        Tile[] tiles = [.. values.Chunk(3 * height * width).Select(filter =>
        {
            float largest = Palette.Largest(filter);
            return ColourTile(Array.ConvertAll(filter, value => 0.5f + 0.5f * value / largest), height, width);
        })];
        Show("Filters of the first layer", tiles, tiles.Length);
        Save("filters", tiles);
    }

    /// <summary>Shows the mistakes with the highest confidence, each with its class and the answer.</summary>
    /// <param name="mistakes">The mistakes, the most confident first.</param>
    /// <param name="images">The images that the indices of the mistakes refer to, with values from 0 to 1.</param>
    /// <param name="names">The names of the classes.</param>
    public void Mistakes(IReadOnlyList<Mistake> mistakes, LabeledImages images, IReadOnlyList<string> names)
    {
        if (mistakes.Count == 0)
        {
            return;
        }

        Tile[] tiles = [.. mistakes.Take(MistakesInFile).Select(mistake => ColourTile(
            images.Image(mistake.Index).ToArray(),
            images.Height,
            images.Width,
            FormattableString.Invariant($"{mistake.Label} > {mistake.Predicted}")))];
        Show("The mistakes with the highest confidence", tiles, MistakesInTerminal);
        console.WriteLine($"The worst of {mistakes.Count} mistakes, class > answer:");
        foreach (Mistake mistake in mistakes.Take(MistakesInTerminal))
        {
            console.WriteLine(
                $"{mistake.Label} > {mistake.Predicted}: a test image of class {names[mistake.Label]} was taken for "
                + $"{names[mistake.Predicted]}, {mistake.Confidence:P0} sure");
        }

        console.WriteLine();
        Save("mistakes", tiles);
    }

    /// <summary>Plots the accuracy on the validation images after each epoch, 0 to 1, in a file.</summary>
    public void Curve(IReadOnlyList<double> accuracies)
    {
        if (PathOf("training-curve") is { } path)
        {
            TrainingCurve.SavePng(accuracies, path);
            console.WriteLine(path);
        }
    }

    /// <summary>A tile has one number per pixel: here the pixel's position, which stands for its colour.</summary>
    private static Tile ColourTile(float[] image, int height, int width, string caption = "")
    {
        int plane = height * width;
        float[] positions = [.. Enumerable.Range(0, plane).Select(position => (float)position)];
        return new Tile(height, width, positions, position => Colour((int)position), caption);

        Rgb Colour(int position) => new(Byte(image[position]), Byte(image[plane + position]), Byte(image[2 * plane + position]));

        static byte Byte(float value) => (byte)MathF.Round(255 * Math.Clamp(value, 0f, 1f));
    }

    private void Show(string title, Tile[] tiles, int most)
    {
        // Photographs in black and white, without shades, show nothing.
        if (console.Profile.Capabilities is not { Ansi: true, ColorSystem: ColorSystem.TrueColor or ColorSystem.EightBit })
        {
            return;
        }

        console.WriteLine(title);
        int columns = TileSheet.ColumnsIn(console.Profile.Width, tiles[0].Width, TerminalGap);
        TileSheet.Draw([.. tiles.Take(most)], columns, scale: 1, TerminalGap).Write(console);
        console.WriteLine();
    }

    private void Save(string name, Tile[] tiles)
    {
        if (PathOf(name) is { } path)
        {
            TileSheet.Draw(tiles, FileColumns, Math.Max(2, FileTile / tiles[0].Width), FileGap).SavePng(path);
            console.WriteLine(path);
        }
    }

    private string? PathOf(string name) =>
        folder is null ? null : Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".png");
}
