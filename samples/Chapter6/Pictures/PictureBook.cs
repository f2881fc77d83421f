using ConvGen;
using Spectre.Console;

namespace Chapter6.Pictures;

/// <summary>Shows in pictures what a network has learned: files in a folder, and smaller pictures in the
/// terminal.</summary>
/// <param name="folder">The folder for the files; created if it does not exist.</param>
/// <param name="console">Receives the small pictures and the names of the files.</param>
internal sealed class PictureBook(string folder, IAnsiConsole console)
{
    // In a file a tile of 5x5 values is 60 pixels wide, and a digit 112.
    private const int FileTile = 64, LeastFileScale = 4, FileGap = 8, FileColumns = 10;
    private const int TerminalGap = 1;
    private const int MistakesInFile = 60, MistakesInTerminal = 8;

    /// <summary>Draws the filters of each convolution, the feature maps of one image after each layer, the most
    /// confident mistakes and the training curve.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="test">Images that were not used for training; the feature maps are those of the first one.</param>
    /// <param name="validationByEpoch">The accuracy after each epoch, 0 to 1; empty where it is not known.</param>
    /// <returns>The files' paths.</returns>
    public IReadOnlyList<string> Write<TNetwork>(
        TNetwork network, LabeledImages test, IReadOnlyList<double> validationByEpoch)
        where TNetwork : class, INetwork<TNetwork>
    {
        Directory.CreateDirectory(folder);
        List<string> files = [];
        foreach (Parameter weights in network.Parameters.Where(parameter => parameter.Shape.Count == 4))
        {
            files.Add(WriteFilters(weights));
        }

        ActivationTrace trace = network.Trace(test.Image(0));
        for (int layer = 0; layer < trace.Count; layer++)
        {
            if (trace[layer].Height > 1)
            {
                bool isLastOfStage = layer + 1 == trace.Count || TNetwork.Summary.Layers[layer + 1].Parameters > 0;
                files.Add(WriteMaps(trace[layer], inTerminal: isLastOfStage));
            }
        }

        IReadOnlyList<Mistake> mistakes = network.Evaluate(test).Mistakes;
        if (mistakes.Count > 0)
        {
            files.Add(WriteMistakes(test, mistakes));
        }

        if (validationByEpoch.Count > 0)
        {
            files.Add(PathOf("training-curve"));
            TrainingCurve.SavePng(validationByEpoch, files[^1]);
        }

        foreach (string file in files)
        {
            console.WriteLine(file);
        }

        return files;
    }

    /// <summary>Scales the shades of each filter separately, to show its shape. If filters read several channels, each
    /// row is a filter, and there are too many for the terminal.</summary>
    private string WriteFilters(Parameter weights)
    {
        float[] values = new float[weights.Length];
        weights.CopyTo(values);
        (int channels, int height, int width) = (weights.Shape[1], weights.Shape[2], weights.Shape[3]);
        Tile[] tiles = [.. values.Chunk(channels * height * width).SelectMany(filter =>
        {
            Func<float, Rgb> shade = Palette.Signed(Palette.Largest(filter));
            return filter.Chunk(height * width).Select(kernel => new Tile(height, width, kernel, shade));
        })];
        string layer = weights.Name.Split('.')[0];
        if (channels == 1)
        {
            Show($"Filters of {layer}: blue is negative, red is positive", tiles);
        }

        return Save($"filters-{layer}", tiles, columns: channels == 1 ? FileColumns : channels);
    }

    private string WriteMaps(LayerActivation layer, bool inTerminal)
    {
        bool isSigned = layer.Values.ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon);
        float largest = Palette.Largest(layer.Values);
        Func<float, Rgb> shade = isSigned ? Palette.Signed(largest) : Palette.Ink(largest);
        Tile[] tiles = [.. Enumerable.Range(0, layer.Channels).Select(
            channel => new Tile(layer.Height, layer.Width, layer.Map(channel).ToArray(), shade))];
        if (inTerminal)
        {
            Show($"The first test image after {layer.Name}", tiles);
        }

        return Save($"maps-{layer.Name}", tiles, FileColumns);
    }

    private string WriteMistakes(LabeledImages test, IReadOnlyList<Mistake> mistakes)
    {
        Tile[] tiles = [.. mistakes.Take(MistakesInFile).Select(mistake => new Tile(
            test.Height,
            test.Width,
            test.Image(mistake.Index)[..(test.Height * test.Width)].ToArray(),
            Palette.Ink(1f),
            FormattableString.Invariant($"{mistake.Label} > {mistake.Predicted}")))];
        Show("Mistakes, the surest first: label > answer", [.. tiles.Take(MistakesInTerminal)]);
        return Save("mistakes", tiles, FileColumns);
    }

    private void Show(string title, Tile[] tiles)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        int columns = TileSheet.ColumnsIn(console.Profile.Width, tiles[0].Width, TerminalGap);
        TileSheet.Draw(tiles, columns, scale: 1, TerminalGap).Write(console);
        console.WriteLine();
    }

    private string Save(string name, Tile[] tiles, int columns)
    {
        string path = PathOf(name);
        int scale = Math.Max(LeastFileScale, FileTile / tiles[0].Width);
        TileSheet.Draw(tiles, columns, scale, FileGap).SavePng(path);
        return path;
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".png");
}
