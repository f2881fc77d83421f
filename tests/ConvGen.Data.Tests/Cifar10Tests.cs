namespace ConvGen.Data.Tests;

public sealed class Cifar10Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Five_files_form_one_training_set()
    {
        WriteTrain();
        LabeledImages images = Cifar10.Load(_folder.Path, Cifar10Split.Train);
        Assert.Equal((15, 3, 32, 32), (images.Count, images.Channels, images.Height, images.Width));

        // One record in the first file, five in the last.
        Assert.Equal([1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5], images.Labels.ToArray());
        Assert.Equal(CifarRecords.Bytes(file: 3, 2).Skip(1).Select(pixel => pixel / 255f), images.Image(5).ToArray());
    }

    [Fact]
    public void The_test_file_has_its_own_name()
    {
        File.WriteAllBytes(_folder["test_batch.bin"], CifarRecords.File(file: 9, records: 2));
        LabeledImages images = Cifar10.Load(_folder.Path, Cifar10Split.Test);
        Assert.Equal([9, 9], images.Labels.ToArray());
        Assert.Equal("truck", Cifar10.ClassNames[images.Labels[0]]);
    }

    [Theory]
    [InlineData(0, "offset 0: expected a record of 3073 bytes, found the end of the file after 0")]
    [InlineData(3072, "offset 0: expected a record of 3073 bytes, found the end of the file after 3072")]
    [InlineData(7000, "offset 6146: expected a record of 3073 bytes, found the end of the file after 854")]
    public void A_file_that_ends_early_is_reported(int length, string message)
    {
        WriteTrain();
        string path = _folder["data_batch_4.bin"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Cifar10.Load(_folder.Path, Cifar10Split.Train));
        Assert.StartsWith($"{path}, {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_above_nine_is_reported()
    {
        WriteTrain();
        string path = _folder["data_batch_5.bin"];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[2 * CifarRecords.Length] = 10;
        File.WriteAllBytes(path, bytes);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Cifar10.Load(_folder.Path, Cifar10Split.Train));
        Assert.Equal($"{path}, offset 6146: expected a label from 0 to 9, found 10.", exception.Message);
    }

    [Fact]
    public void A_missing_file_is_reported_by_name()
    {
        WriteTrain();
        File.Delete(_folder["data_batch_2.bin"]);
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => Cifar10.Load(_folder.Path, Cifar10Split.Train));
        Assert.Contains(_folder["data_batch_2.bin"], exception.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Cifar10.Load(_folder["nowhere"], Cifar10Split.Test));
    }

    [Fact]
    public void Wrong_arguments_are_reported_by_name()
    {
        Assert.Equal("folder", Assert.Throws<ArgumentNullException>(() => Cifar10.Load(null!, Cifar10Split.Test)).ParamName);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => Cifar10.Load(_folder.Path, (Cifar10Split)2));
        Assert.Equal("split", exception.ParamName);
    }

    private void WriteTrain() => CifarRecords.WriteTrain(_folder);
}
