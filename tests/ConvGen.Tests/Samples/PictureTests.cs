using Chapter6.Pictures;
using SkiaSharp;
using Spectre.Console;

namespace ConvGen.Tests.Samples;

/// <summary>A network for images of one channel, with filters and feature maps; as it is not trained, it makes mistakes.</summary>
[Network(1, 12, 10)]
[Conv(3, 5), MaxPool(2), ReLU]
[Conv(4, 3), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class PicturedNet;

public sealed class PictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pictures-").FullName;
    private readonly StringWriter _terminal = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_picture_has_its_size_and_is_not_blank()
    {
        IReadOnlyList<string> files = Write(ColorSystem.NoColors);

        // A filter of 5x5 is 60 pixels wide, one of 3x3 63, a map of 8x6 60, one of 4x3 63, an image 60; gaps are 8.
        Dictionary<string, (int Width, int Height)> expected = new()
        {
            ["filters-Conv1"] = (8 + 3 * 68, 8 + 68),
            ["filters-Conv2"] = (8 + 3 * 71, 8 + 4 * 71),
            ["maps-Conv1"] = (8 + 3 * 68, 8 + 88),
            ["maps-MaxPool1"] = (8 + 3 * 71, 8 + 92),
            ["maps-ReLU1"] = (8 + 3 * 71, 8 + 92),
            ["maps-Conv2"] = (8 + 4 * 72, 8 + 136),
            ["maps-ReLU2"] = (8 + 4 * 72, 8 + 136),
            ["training-curve"] = (720, 420),
        };
        Assert.Equal(
            expected.Keys.Append("mistakes").Order(), files.Select(Path.GetFileNameWithoutExtension).Order());
        Assert.All(files, file =>
        {
            using var picture = SKBitmap.Decode(file);
            Assert.True(picture.Pixels.Distinct().Count() > 3, $"{file} is blank.");
            if (expected.TryGetValue(Path.GetFileNameWithoutExtension(file), out (int Width, int Height) size))
            {
                Assert.Equal(size, (picture.Width, picture.Height));
            }
        });
    }

    [Theory]
    [InlineData(ColorSystem.NoColors)]
    [InlineData(ColorSystem.TrueColor)]
    public void The_terminal_shows_filters_maps_and_mistakes_as_half_blocks(ColorSystem colours)
    {
        Write(colours);
        string text = _terminal.ToString();
        Assert.Contains("Filters of Conv1", text, StringComparison.Ordinal);
        Assert.Contains("after ReLU1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("after MaxPool1", text, StringComparison.Ordinal);
        Assert.Contains("label > answer", text, StringComparison.Ordinal);
        Assert.Contains("▀", text, StringComparison.Ordinal);
        Assert.Equal(colours == ColorSystem.NoColors, text.Contains('▄', StringComparison.Ordinal));
    }

    [Fact]
    public void Tiles_are_arranged_in_rows_with_gaps_and_captions()
    {
        Tile tile = new(2, 3, [0, 0, 1, 0, 0, 1], Palette.Ink(1f), "8");
        Picture sheet = TileSheet.Draw([tile, tile, tile], columns: 2, scale: 4, gap: 1);
        Assert.Equal((1 + 2 * 13, 1 + 2 * (8 + 14 + 1)), (sheet.Width, sheet.Height));
        Assert.Equal(new Rgb(255, 255, 255), sheet[1, 1]);
        Assert.Equal(new Rgb(0, 0, 0), sheet[9, 8]);
        Assert.Equal(Palette.Paper, sheet[0, 0]);
        Assert.Equal(Palette.Text, sheet[1 + 3, 1 + 8 + 2]);
        Assert.Equal(Palette.Paper, sheet[1 + 3 + 2, 1 + 8 + 2 + 2]);
    }

    [Fact]
    public void Colours_run_from_blue_over_white_to_red()
    {
        Func<float, Rgb> shade = Palette.Signed(2f);
        Assert.Equal(new Rgb(255, 255, 255), shade(0f));
        Assert.True(shade(-2f).Blue > shade(-2f).Red && shade(2f).Red > shade(2f).Blue);
        Assert.Equal(shade(2f), shade(9f));
        Assert.Equal(new Rgb(255, 255, 255), shade(float.NaN));
    }

    private IReadOnlyList<string> Write(ColorSystem colours)
    {
        var random = new Random(1);
        float[] pixels = [.. Enumerable.Range(0, 40 * PicturedNet.InputLength).Select(_ => random.NextSingle())];
        var images = new LabeledImages(1, 12, 10, pixels, [.. Enumerable.Range(0, 40).Select(i => i % 10)]);
        AnsiConsoleSettings settings = new() { Ansi = AnsiSupport.Yes, Out = new AnsiConsoleOutput(_terminal) };
        IAnsiConsole console = AnsiConsole.Create(settings);
        console.Profile.Width = 130;
        console.Profile.Capabilities.ColorSystem = colours;
        return new PictureBook(_folder, console).Write(new PicturedNet(seed: 1), images, [0.5, 0.8, 0.7]);
    }
}
