using SkiaSharp;

namespace ConvGen.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_in_ordinal_order()
    {
        WriteGrey(30, "b", "2.png");
        WriteGrey(20, "b", "10.png");
        WriteGrey(40, "b", "more", "1.PNG");
        WriteGrey(10, "Z", "only.png");
        WriteGrey(50, "c", "x.jpeg");

        // None of these is an image of the set.
        WriteGrey(99, ".hidden", "x.png");
        WriteGrey(99, "b", ".thumbnails", "x.png");
        WriteGrey(99, "beside.png");
        File.WriteAllText(_folder["b", "notes.txt"], "nothing");

        (LabeledImages images, IReadOnlyList<string> classes, IReadOnlyList<string> files) =
            ImageFolder.Load(_folder.Path, 2, 3, channels: 1);
        Assert.Equal(["Z", "b", "c"], classes);
        Assert.Equal((5, 1, 2, 3), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([0, 1, 1, 1, 2], images.Labels.ToArray());
        Assert.Equal(
            ["Z/only.png", "b/10.png", "b/2.png", "b/more/1.PNG", "c/x.jpeg"],
            files.Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')));
        Assert.Equal([10, 20, 30, 40, 50], Enumerable.Range(0, 5).Select(i => (int)MathF.Round(255 * images.Image(i)[0])));
    }

    [Fact]
    public void A_test_folder_without_a_class_keeps_the_numbers_of_the_others()
    {
        foreach (string name in (string[])["train/ball", "train/box", "train/star", "test/box", "test/star"])
        {
            WriteGrey(50, [.. name.Split('/'), "1.png"]);
        }

        ImageFolderContent train = ImageFolder.Load(_folder["train"], 2, 3, channels: 1);
        Assert.Equal(["ball", "box", "star"], train.ClassNames);
        AssertLabels([1, 2], train.LoadMore(_folder["test"]));
        AssertLabels([1, 2], ImageFolder.Load(_folder["test"], 2, 3, channels: 1, classNames: train.ClassNames));

        // The names are in any order, and a folder may be empty.
        Directory.CreateDirectory(_folder["test", "ball"]);
        AssertLabels([1, 2], train.LoadMore(_folder["test"]));
        Directory.Delete(_folder["test", "box"], recursive: true);
        AssertLabels([2], train.LoadMore(_folder["test"]));
        ImageFolderContent named = ImageFolder.Load(_folder["train"], 2, 3, channels: 1, classNames: ["star", "gone", "ball", "box"]);
        AssertLabels([0, 2, 3], named);
        Assert.Equal(["star", "gone", "ball", "box"], named.ClassNames);
        Assert.Equal(["star", "ball", "box"], named.Files.Select(file => Path.GetFileName(Path.GetDirectoryName(file))));

        static void AssertLabels(int[] labels, ImageFolderContent content)
        {
            Assert.Equal(labels, content.Images.Labels.ToArray());
            Assert.Equal((1, 2, 3), (content.Images.Channels, content.Images.Height, content.Images.Width));
        }
    }

    [Fact]
    public void Another_folder_is_read_with_the_same_settings()
    {
        Write((x, y) => x < 8 ? SKColors.White : SKColors.Black, 64, 32, _folder["train", "a", "1.png"]);
        Write((x, y) => x < 20 ? SKColors.White : SKColors.Black, 64, 32, _folder["test", "a", "1.png"]);
        foreach (ImageFit fit in (ImageFit[])[ImageFit.Stretch, ImageFit.Crop])
        {
            ImageFolderContent more = ImageFolder.Load(_folder["train"], 8, 8, 3, fit, threads: 2).LoadMore(_folder["test"]);
            Assert.Equal(ImageFile.Read(_folder["test", "a", "1.png"], 8, 8, 3, fit), more.Images.Pixels.ToArray());
            Assert.Equal([_folder["test", "a", "1.png"]], more.Files);
        }
    }

    [Fact]
    public void Folders_of_unknown_classes_and_folders_without_known_classes_are_reported()
    {
        WriteGrey(1, "train", "ball", "1.png");
        WriteGrey(1, "train", "box", "1.png");
        WriteGrey(1, "test", "box", "1.png");
        WriteGrey(1, "test", "cone", "1.png");
        ImageFolderContent train = ImageFolder.Load(_folder["train"], 2, 2);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => train.LoadMore(_folder["test"]));
        Assert.Equal($"{_folder["test", "cone"]}: expected a folder of one of the classes ball, box.", exception.Message);
        Directory.CreateDirectory(_folder["empty", "box"]);
        exception = Assert.Throws<InvalidDataException>(() => train.LoadMore(_folder["empty"]));
        Assert.StartsWith($"{_folder["empty"]}: expected images (.png, .jpg", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("in folders of the classes ball, box, found none.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => train.LoadMore(_folder["nowhere"]));
        Assert.Equal("folder", Assert.Throws<ArgumentNullException>(() => train.LoadMore(null!)).ParamName);
    }

    [Fact]
    public void Invalid_class_names_are_reported()
    {
        foreach ((string[] names, string message) in ((string[], string)[])
        [
            ([], "classNames is empty"),
            (["a", null!], "classNames[1] must be the name of a folder"),
            ([""], "classNames[0] must be the name of a folder"),
            (["a", "b", ".c"], "classNames[2] must be the name of a folder"),
            (["a/b"], "classNames[0] must be the name of a folder"),
            (["a", "b", "a"], "classNames[2] is \"a\", as is classNames[0]."),
        ])
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => ImageFolder.Load(_folder["nowhere"], 2, 2, classNames: names));
            Assert.Equal("classNames", exception.ParamName);
            Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cat/all", "..", "")]
    [InlineData("cat/all", "../..", "..")]
    [InlineData("cat/all", ".", "cat")]
    [InlineData("cat/young/up", "..", "cat")]
    [InlineData("cat/more", "../dog", "cat/more", "dog")]
    [InlineData("kitten", "cat", "cat", "kitten")]
    public void A_link_to_a_folder_that_is_already_read_is_reported(string link, string target, string earlier, string? message = null)
    {
        WriteGrey(1, "set", "cat", "1.png");
        WriteGrey(1, "set", "cat", "young", "2.png");
        WriteGrey(1, "set", "dog", "3.png");
        Assert.Equal(3, ImageFolder.Load(_folder["set"], 2, 2).Images.Count);
        string set = _folder["set"];
        Directory.CreateSymbolicLink(Path.Combine(set, link), target);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(set, 2, 2));
        Assert.StartsWith(
            $"{Path.Combine(set, message ?? link)}: a link makes this the same folder as ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            Path.GetFullPath(Path.Combine(set, earlier)).TrimEnd('/') + ", whose images", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_to_other_folders_are_followed()
    {
        WriteGrey(10, "store", "cats", "1.png");
        WriteGrey(20, "store", "young", "2.png");
        WriteGrey(30, "store", "dogs", "3.png");
        WriteGrey(40, "set", "dog", "4.png");
        Directory.CreateSymbolicLink(_folder["set", "cat"], _folder["store", "cats"]);
        Directory.CreateSymbolicLink(_folder["store", "cats", "young"], "../young");
        File.CreateSymbolicLink(_folder["set", "dog", "more.png"], "../../store/dogs/3.png");
        Directory.CreateSymbolicLink(_folder["linked"], "set");
        foreach (string set in (string[])["set", "linked"])
        {
            ImageFolderContent content = ImageFolder.Load(_folder[set], 2, 2);
            Assert.Equal([0, 0, 1, 1], content.Images.Labels.ToArray());
            Assert.Equal(
                ["cat/1.png", "cat/young/2.png", "dog/4.png", "dog/more.png"],
                content.Files.Select(file => Path.GetRelativePath(_folder[set], file).Replace('\\', '/')));
        }

        // Circular links are found if the folders are reached through links.
        Directory.CreateSymbolicLink(_folder["store", "young", "back"], _folder["linked", "cat"]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder["linked"], 2, 2));
        Assert.StartsWith(_folder["linked", "cat", "young", "back"], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_images_are_the_same_for_every_number_of_threads()
    {
        for (int i = 0; i < 40; i++)
        {
            WriteGrey((byte)(6 * i), $"class {i % 4}", $"{i}.png");
        }

        ImageFolderContent one = ImageFolder.Load(_folder.Path, 4, 4), four = ImageFolder.Load(_folder.Path, 4, 4, threads: 4);
        Assert.Equal(one.Images.Pixels.ToArray(), four.Images.Pixels.ToArray());
        Assert.Equal(one.Images.Labels.ToArray(), four.Images.Labels.ToArray());
        Assert.Equal(one.Files, four.Files);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(ImageFile.Read(one.Files[i], 4, 4), one.Images.Image(i).ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_damaged_image_is_reported_by_name(int threads)
    {
        WriteGrey(1, "a", "1.png");
        WriteGrey(1, "b", "2.png");
        File.WriteAllText(_folder["b", "bad.png"], "no image");
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder.Path, 2, 2, threads: threads));
        Assert.StartsWith(_folder["b", "bad.png"] + ": expected a PNG", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_images_and_a_folder_without_classes_are_reported()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder.Path, 2, 2));
        Assert.StartsWith($"{_folder.Path}: expected a folder of images for each", exception.Message, StringComparison.Ordinal);
        WriteGrey(1, "a", "1.png");
        Directory.CreateDirectory(_folder["b"]);
        exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder.Path, 2, 2));
        Assert.StartsWith($"{_folder["b"]}: expected images (.png, .jpg, ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Load(_folder["nowhere"], 2, 2));
    }

    [Fact]
    public void A_set_too_large_for_memory_is_reported_before_it_is_read()
    {
        for (int i = 0; i < 9; i++)
        {
            WriteGrey(1, "a", $"{i}.png");
        }

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder.Path, 10_000, 10_000));
        Assert.Contains("9 images; with 3x10000x10000 values each", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_arguments_are_reported_by_name()
    {
        Assert.Equal("folder", Assert.Throws<ArgumentNullException>(() => ImageFolder.Load(null!, 2, 2)).ParamName);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Load("x", 2, 2, threads: 0));
        Assert.Equal("threads", exception.ParamName);
        exception = Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Load("x", 2, 2, channels: 4));
        Assert.Equal("channels", exception.ParamName);
    }

    [Fact]
    public void A_network_learns_from_folders_and_classifies_a_file()
    {
        for (int line = 0; line < 8; line++)
        {
            Write((x, y) => x / 4 == line ? SKColors.White : SKColors.Black, "upright", $"{line}.png");
            Write((x, y) => y / 4 == line ? SKColors.White : SKColors.Black, "level", $"{line}.png");
        }

        (LabeledImages images, IReadOnlyList<string> classes, IReadOnlyList<string> files) =
            ImageFolder.Load(_folder.Path, 8, 8, channels: 1);
        var network = new LineNet(seed: 1);
        var sgd = new Sgd(0.1f) { Momentum = 0.9f };
        using var trainer = new Trainer<LineNet>(network, sgd, new TrainerOptions { BatchSize = 8 });
        trainer.Fit(images, epochs: 40);
        Assert.Equal(1, network.Evaluate(images).Accuracy);
        foreach (string file in files)
        {
            int answer = network.Classify(ImageFile.Read(file, 8, 8, channels: 1));
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(file)), classes[answer]);
        }
    }

    private void WriteGrey(byte grey, params string[] names) =>
        Write((x, y) => new SKColor(grey, grey, grey), names);

    private void Write(Func<int, int, SKColor> colour, params string[] names) => Write(colour, 32, 32, _folder[names]);

    private static void Write(Func<int, int, SKColor> colour, int width, int height, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        bool isJpeg = path.EndsWith(".jpeg", StringComparison.Ordinal);
        DrawnImages.Write(path, width, height, colour, isJpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png);
    }
}

/// <summary>Distinguishes horizontal from vertical lines.</summary>
[Network(1, 8, 8)]
[Conv(8, 3), MaxPool(2), ReLU]
[Dense(2), SoftmaxCrossEntropy]
internal sealed partial class LineNet;
