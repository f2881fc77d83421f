using System.CommandLine;
using System.Formats.Tar;
using System.IO.Compression;
using Cifar10Sample;
using Cifar10Sample.Data;
using Cifar10Sample.DrawnShapes;
using Cifar10Sample.Networks;
using SkiaSharp;

namespace ConvGen.Data.Tests;

/// <summary>The parts of <c>samples/Cifar10</c> that decide: its command line, where it finds data, and what it draws.</summary>
public sealed class CifarSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cifar-sample-").FullName;
    private readonly List<string> _said = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Options_have_defaults()
    {
        JobArguments arguments = Parsed();
        Assert.Equal("small", arguments.Network);
        Assert.Equal((null, null, null, 0), (arguments.Epochs, arguments.Batch, arguments.LearningRate, arguments.Seed));
        Assert.InRange(arguments.Threads, 1, 8);
        Assert.Null(arguments.DataFolder ?? arguments.SaveFile ?? arguments.OnnxFile ?? arguments.PictureFolder ?? arguments.JsonFile);
        Assert.Equal(Recipe.Plain, Recipe.Plain.With(arguments));
    }

    [Fact]
    public void Options_replace_the_recipe()
    {
        JobArguments arguments = Parsed(
            "--epochs", "3", "--batch", "50", "--learning-rate", "0.01", "--threads", "2", "--seed", "9", "--data", _folder,
            "--onnx", Path.Combine(_folder, "net.onnx"), "--pictures", Path.Combine(_folder, "new"));
        Recipe recipe = Recipe.Plain.With(arguments);
        Assert.Equal((3, 50, 0.01f), (recipe.Epochs, recipe.Batch, recipe.LearningRate));
        Assert.Equal(Recipe.Plain.Momentum, recipe.Momentum);
        Assert.Equal((2, 9, _folder), (arguments.Threads, arguments.Seed, arguments.DataFolder));
        Assert.Equal((Path.Combine(_folder, "net.onnx"), Path.Combine(_folder, "new")), (arguments.OnnxFile, arguments.PictureFolder));
    }

    [Theory]
    [InlineData("--network", "large")]
    [InlineData("--epochs", "0")]
    [InlineData("--batch", "many")]
    [InlineData("--learning-rate", "-1")]
    [InlineData("--threads", "65")]
    [InlineData("--data", "/missing/folder")]
    [InlineData("--onnx", "/missing/folder/net.onnx", "/missing/folder")]
    public void Bad_options_are_reported_and_nothing_runs(string option, string value, string? named = null)
    {
        bool hasRun = false;
        RootCommand command = JobArguments.CreateCommand(NetworkTable.All.Keys, _ =>
        {
            hasRun = true;
            return 0;
        });
        ParseResult result = command.Parse([option, value]);
        Assert.NotEmpty(result.Errors);
        using StringWriter errors = new();
        Assert.Equal(1, result.Invoke(new InvocationConfiguration { Error = errors, Output = errors }));
        Assert.Contains(named ?? value, errors.ToString(), StringComparison.Ordinal);
        Assert.False(hasRun);
    }

    [Fact]
    public void The_first_folder_with_data_is_used()
    {
        string option = MakeBinary("option"), environment = MakeImages("environment"), cache = MakeBinary("cache");
        Assert.Equal(new CifarFolder(option, CifarForm.Binary), Find(option, environment, cache));
        Assert.Equal(new CifarFolder(environment, CifarForm.ImageFiles), Find(null, environment, cache));
        Assert.Equal(new CifarFolder(cache, CifarForm.Binary), Find(null, "", cache));
        Assert.Empty(_said);

        string empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        Assert.Equal(environment, Find(empty, environment, cache)!.Path);
        Assert.Contains($"--data: {empty} does not hold CIFAR-10", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Equal(cache, Find(null, empty, cache)!.Path);
        Assert.StartsWith("CONVGEN_CIFAR10: ", _said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_is_downloaded_last_into_the_cache()
    {
        string cache = Path.Combine(_folder, "cache");
        Assert.Null(CifarFolder.FindOrDownload(null, null, cache, _ => false, _said.Add));
        Assert.Null(CifarFolder.FindOrDownload(null, null, null, _ => throw new InvalidOperationException(), _said.Add));
        var found = CifarFolder.FindOrDownload(null, null, cache, folder =>
        {
            CifarDownload.Unpack(Archive(CifarFolder.BinaryFiles), folder);
            return true;
        }, _said.Add);
        Assert.Equal(new CifarFolder(cache, CifarForm.Binary), found);
        Assert.Equal(CifarFolder.BinaryFiles.Order(), Directory.GetFiles(cache).Select(Path.GetFileName).Order());
        Assert.Equal("content of test_batch.bin", File.ReadAllText(Path.Combine(cache, "test_batch.bin")));
    }

    [Fact]
    public void An_archive_that_lacks_a_file_is_reported()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => CifarDownload.Unpack(Archive([.. CifarFolder.BinaryFiles.Skip(1)]), _folder));
        Assert.Contains("data_batch_1.bin", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_the_unpacked_archive_is_recognized_in_its_parent()
    {
        string inner = MakeBinary(CifarFolder.ArchiveFolder);
        Assert.Equal(new CifarFolder(inner, CifarForm.Binary), CifarFolder.In(_folder));
        File.Delete(Path.Combine(inner, "data_batch_3.bin"));
        Assert.Null(CifarFolder.In(_folder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tenth_of_the_training_images_is_held_out_by_the_seed(bool isBinary)
    {
        CifarFolder folder = isBinary
            ? new CifarFolder(MakeBinary("data", images: 8), CifarForm.Binary)
            : new CifarFolder(MakeImages("data", images: 20), CifarForm.ImageFiles);
        var images = PhotoImages.Read(folder, seed: 1, threads: 2);
        Assert.Equal((36, 4), (images.Train.Count, images.Validation.Count));
        Assert.Equal(isBinary ? 8 : 40, images.Test.Count);
        Assert.Equal(Cifar10.ClassNames, images.ClassNames);

        // Each image has a shade of its own.
        float[] shades = [.. Shades(images.Train), .. Shades(images.Validation)];
        Assert.Equal(40, shades.Distinct().Count());
        Assert.Equal(Shades(images.Validation), Shades(PhotoImages.Read(folder, seed: 1, threads: 1).Validation));
        Assert.NotEqual(Shades(images.Validation), Shades(PhotoImages.Read(folder, seed: 2, threads: 1).Validation));
    }

    [Fact]
    public void Too_few_images_are_reported()
    {
        var folder = new CifarFolder(MakeBinary("data", images: 1), CifarForm.Binary);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => PhotoImages.Read(folder, seed: 1, threads: 1));
        Assert.Contains("at least 10 training images, found 5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_shapes_depend_on_the_seed_and_their_classes_are_equally_frequent()
    {
        LabeledImages shapes = ShapeArtist.Draw(200, seed: 1);
        Assert.Equal((200, 3, 32, 32), (shapes.Count, shapes.Channels, shapes.Height, shapes.Width));
        Assert.Equal(10, ShapeArtist.Names.Distinct().Count());
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(20, shapes.Labels.ToArray().Count(other => other == label)));
        Assert.All(shapes.Pixels.ToArray(), value => Assert.InRange(value, 0f, 1f));
        Assert.Equal(shapes.Pixels.ToArray(), ShapeArtist.Draw(200, seed: 1).Pixels.ToArray());
        Assert.Equal(shapes.Image(7).ToArray(), ShapeArtist.Draw(8, seed: 1).Image(7).ToArray());
        Assert.NotEqual(shapes.Image(7).ToArray(), ShapeArtist.Draw(8, seed: 2).Image(7).ToArray());
        var split = PhotoImages.Draw(100, 20, seed: 1);
        Assert.Equal(("drawn", 90, 10, 20), (split.Dataset, split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Every_network_has_a_row_for_photographs()
    {
        Assert.Equal("small", NetworkTable.All.Keys.First());
        Assert.Equal((3 * 32 * 32, 10), (SmallNet.InputLength, SmallNet.OutputLength));
    }

    private CifarFolder? Find(string? option, string? environment, string? cache) =>
        CifarFolder.FindOrDownload(option, environment, cache, _ => throw new InvalidOperationException("Nothing to download."), _said.Add);

    private static JobArguments Parsed(params string[] arguments)
    {
        JobArguments? parsed = null;
        int exitCode = JobArguments.CreateCommand(NetworkTable.All.Keys, found =>
        {
            parsed = found;
            return 0;
        }).Parse(arguments).Invoke();
        Assert.Equal(0, exitCode);
        return parsed!;
    }

    private static float[] Shades(LabeledImages images) => [.. Enumerable.Range(0, images.Count).Select(i => images.Image(i)[0])];

    private static byte[] Archive(IReadOnlyList<string> names)
    {
        using MemoryStream packed = new();
        using (GZipStream compressed = new(packed, CompressionMode.Compress))
        using (TarWriter archive = new(compressed))
        {
            foreach (string name in names.Append("readme.html"))
            {
                archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}")
                {
                    DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"content of {name}")),
                });
            }
        }

        return packed.ToArray();
    }

    private string MakeBinary(string name, int images = 1)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        for (int file = 0; file < CifarFolder.BinaryFiles.Count; file++)
        {
            byte[] records = new byte[images * 3073];
            for (int i = 0; i < images; i++)
            {
                records.AsSpan(i * 3073 + 1, 3072).Fill((byte)(file * images + i));
            }

            File.WriteAllBytes(Path.Combine(folder, CifarFolder.BinaryFiles[file]), records);
        }

        return folder;
    }

    private string MakeImages(string name, int images = 1)
    {
        string folder = Path.Combine(_folder, name);
        foreach (string split in (string[])["train", "test"])
        {
            for (int i = 0; i < 2 * images; i++)
            {
                string className = i < images ? "cat" : "truck";
                string path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, split, className)).FullName, $"{i:D4}.png");
                byte shade = (byte)(5 * i);
                DrawnImages.Write(path, 32, 32, (_, _) => new SKColor(shade, shade, shade));
            }
        }

        return folder;
    }
}
