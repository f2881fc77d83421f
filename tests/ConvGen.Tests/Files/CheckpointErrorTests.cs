using System.Runtime.InteropServices;
using ConvGen.CompilerServices;
using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Files;

/// <summary>Checkpoints that do not match: the error message, and that nothing changes.</summary>
public sealed class CheckpointErrorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-checkpoint-error-").FullName;

    private string Saved => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Another_setting_is_reported()
    {
        SaveDefault();
        AssertReported(new Sgd(0.1f), new(), "expected \"optimizer Sgd, momentum 0,", "found \"optimizer Sgd, momentum 0.9,");
        AssertReported(Momentum(0.8f), new(), "momentum 0.8", "momentum 0.9");
        AssertReported(new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.1f }, new(), "weight decay 0.1", "weight decay 0,");
        AssertReported(new Sgd(0.1f) { Momentum = 0.9f, DecaysBiases = false }, new(), "of biases too: False", "of biases too: True");
        AssertReported(Momentum(0.9f), new() { BatchSize = 65 }, "expected \"batch size 65\", found \"batch size 64\" in line 3");
        AssertReported(Momentum(0.9f), new() { Seed = 5 }, "expected \"seed 5\", found \"seed 0\"");
        AssertReported(Momentum(0.9f), new() { Shuffle = false }, "expected \"shuffle False\"");
        AssertReported(Momentum(0.9f), new() { KeepBest = true }, "expected \"keep best True\"");
        AssertReported(Momentum(0.9f), new() { Augmentation = new Distortion { Shift = 0.3f } }, "shift 0.3", "found \"augmentation none\"");
    }

    [Fact]
    public void Another_learning_rate_and_number_of_threads_are_allowed()
    {
        SaveDefault();
        Sgd optimizer = new(0.7f) { Momentum = 0.9f };
        using Trainer<SavedNet> trainer = new(new SavedNet(), optimizer, new TrainerOptions { Threads = 3 });
        trainer.LoadCheckpoint(Saved);
        Assert.Equal((1L, 0.1f), (trainer.Steps, trainer.Optimizer.LearningRate));
    }

    /// <summary>The training goes on, with other bits.</summary>
    [Theory]
    [InlineData(256, true)]
    [InlineData(512, false)]
    public void Another_vector_width_is_allowed_and_stated(int vectorBits, bool continuesBitForBit)
    {
        LinearProgram program = new(LinearNet.Inputs, LinearNet.Units, LossKind.SoftmaxCrossEntropy, vectorBits: vectorBits);
        using Trainer<LinearNet> saving = new(new LinearNet(LinearNet.Softmax), Momentum(0.9f));
        saving.Step(new float[LinearNet.Inputs], [1]);
        saving.SaveCheckpoint(Saved);
        using Trainer<LinearNet> trainer = new(new LinearNet(program, seed: 3), Momentum(0.9f));
        Assert.True(trainer.ContinuesBitForBit);

        trainer.LoadCheckpoint(Saved);
        Assert.Equal(continuesBitForBit, trainer.ContinuesBitForBit);
        Assert.Equal(saving.Network.Snapshot(), trainer.Network.Snapshot());
        Assert.Equal(1, trainer.Steps);
    }

    [Fact]
    public void Another_network_is_reported()
    {
        SaveDefault();
        using Trainer<OtherwisePooledNet> trainer = new(new OtherwisePooledNet(), Momentum(0.9f));
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => trainer.LoadCheckpoint(Saved));
        string message = $"{Saved}: expected a network that computes the same as OtherwisePooledNet";
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(Saved, exception.Path);
    }

    [Fact]
    public void Weights_are_not_loaded_as_a_checkpoint_nor_a_checkpoint_as_weights()
    {
        new SavedNet().Save(Saved);
        AssertReported(Momentum(0.9f), new(), "found the weights of a network, which network.Load reads");
        SaveDefault();
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => new SavedNet().Load(Saved));
        Assert.Contains("expected the weights of a network, found the checkpoint", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("convgen.steps", "1", "-1", "expected a whole number from 0 to 9223372036854775807 as the text convgen.steps")]
    [InlineData("convgen.epochs", "0", "2147483648", "expected a whole number from 0 to 2147483647 as the text convgen.epochs")]
    [InlineData("convgen.epochs", "0", "none", "found \"none\"")]
    [InlineData("convgen.learningRate", "0.1", "fast", "expected a finite number of at least 0 as the text convgen.learningRate")]
    [InlineData("convgen.learningRate", "0.1", "-1", "found \"-1\"")]
    [InlineData("convgen.learningRate", "0.1", "Infinity", "found \"Infinity\"")]
    [InlineData("convgen.fit", "None", "WithBest", "expected None or Running as the text convgen.fit")]
    [InlineData("convgen.fit", "None", "Running", "missing: fit")]
    public void An_invalid_metadata_text_is_reported(string key, string good, string bad, string message)
    {
        SaveDefault();
        Change(header => Replace(header, $"\"{key}\":\"{good}\"", $"\"{key}\":\"{bad}\""), data => data);
        AssertReported(Momentum(0.9f), new(), message);
        Change(header => Replace(header, $",\"{key}\":\"{bad}\"", ""), data => data);
        AssertReported(Momentum(0.9f), new(), $"expected the text {key} in its metadata, found none");
    }

    [Fact]
    public void A_checkpoint_without_its_checksum_is_reported()
    {
        SaveDefault();
        Change(header => Replace(header, "\"convgen.sha256\":", "\"sha256\":"), data => data);
        AssertReported(Momentum(0.9f), new(), "expected the text convgen.sha256 in its metadata, found none");
    }

    // The record begins with the number of epochs (4 bytes), the images (4 and 8), those for validation (1, 4 and 8), whether an
    // epoch has ended (1), the images seen (4), the losses (8), the time (8), the best accuracy (8), and the number of ended
    // epochs (4).
    [Theory]
    [InlineData(0, 4, 0, "number of epochs")]
    [InlineData(4, 4, 0, "number of images")]
    [InlineData(17, 4, -1, "number of images")]
    [InlineData(29, 1, 1, "number of images seen")]
    [InlineData(30, 4, -1, "number of images seen")]
    [InlineData(30, 4, 26, "number of images seen")]
    [InlineData(42, 8, -1, "time")]
    [InlineData(42, 8, long.MaxValue, "time")]
    [InlineData(50, 8, 0x7FF8_0000_0000_0000, "accuracy")]
    [InlineData(50, 8, 0x4000_0000_0000_0000, "accuracy")]
    [InlineData(58, 4, -1, "number of ended epochs")]
    [InlineData(58, 4, 3, "number of ended epochs")]
    [InlineData(58, 4, 0, "accuracy")]
    [InlineData(58, 4, 2, "more than its")]
    [InlineData(62, 4, 0, "number of an epoch")]
    [InlineData(98, 4, -1, "count")]
    [InlineData(134, 4, 11, "number of mistakes")]
    [InlineData(134, 4, 0, "length")]
    [InlineData(138, 4, 10, "image")]
    [InlineData(142, 4, 3, "label")]
    [InlineData(146, 4, -1, "answer")]
    public void An_invalid_record_of_an_unfinished_fit_is_reported(int at, int bytes, long value, string message)
    {
        using Trainer<SavedNet> trainer = SaveUnfinished(steps: 6);
        int[] before = SaveTests.Bits(trainer.Network);
        Change(header => header, data =>
        {
            int start = data.Length - RecordLength();
            MemoryMarshal.AsBytes<long>(new[] { value })[..bytes].CopyTo(data.AsSpan(start + at));
            return data;
        });
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => trainer.LoadCheckpoint(Saved));
        Assert.Contains($"tensor fit: expected", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal((6L, 14), (trainer.Steps, trainer.Unfinished!.ImagesSeen));
        Assert.Equal(before, SaveTests.Bits(trainer.Network));
    }

    [Fact]
    public void Best_parameters_are_required_if_and_only_if_an_epoch_has_ended()
    {
        using Trainer<SavedNet> trainer = SaveUnfinished(steps: 2);
        string early = Path.Combine(_folder, "early");
        File.Move(Saved, early);
        using Trainer<SavedNet> later = SaveUnfinished(steps: 6);
        trainer.LoadCheckpoint(early);
        trainer.LoadCheckpoint(Saved);

        // Replaces the record by an earlier one, which has no accuracy.
        byte[] earlyRecord = PlainFile.Read(File.ReadAllBytes(early)).Data[^62..];
        int length = RecordLength();
        Change(
            header => WithRecordLength(header, length, earlyRecord.Length),
            data => [.. data[..^length], .. earlyRecord]);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => trainer.LoadCheckpoint(Saved));
        const string Message = "expected the best parameters where an epoch has ended, and only there";
        Assert.Contains(Message, exception.Message, StringComparison.Ordinal);
    }

    private static Sgd Momentum(float momentum) => new(0.1f) { Momentum = momentum };

    private void SaveDefault()
    {
        using Trainer<SavedNet> trainer = new(new SavedNet(seed: 1), Momentum(0.9f));
        trainer.Step(CheckpointRun.Train.Pixels, CheckpointRun.Train.Labels);
        trainer.SaveCheckpoint(Saved);
    }

    private Trainer<SavedNet> SaveUnfinished(int steps)
    {
        Trainer<SavedNet> trainer = CheckpointRun.All["best"].Start();
        Assert.Throws<TimeoutException>(() => CheckpointRun.Fit(
            trainer,
            _ =>
            {
                if (trainer.Steps == steps)
                {
                    throw new TimeoutException();
                }
            }));
        trainer.SaveCheckpoint(Saved);
        return trainer;
    }

    private void AssertReported(Sgd optimizer, TrainerOptions options, params string[] message)
    {
        using Trainer<SavedNet> trainer = new(new SavedNet(seed: 3), optimizer, options);
        string before = Path.Combine(_folder, "before"), after = Path.Combine(_folder, "after");
        trainer.SaveCheckpoint(before);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => trainer.LoadCheckpoint(Saved));
        Assert.All(message, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        trainer.SaveCheckpoint(after);
        Assert.Equal(File.ReadAllBytes(before), File.ReadAllBytes(after));
    }

    /// <summary>Changes the saved file and corrects its checksum.</summary>
    private void Change(Func<string, string> header, Func<byte[], byte[]> data)
    {
        var file = PlainFile.Read(File.ReadAllBytes(Saved));
        byte[] newData = data(file.Data);
        string newHeader = PlainFile.RightChecksum(header(file.Header), newData);
        File.WriteAllBytes(Saved, PlainFile.Join(System.Text.Encoding.UTF8.GetBytes(newHeader), newData));
    }

    private int RecordLength() =>
        Assert.Single(PlainFile.Read(File.ReadAllBytes(Saved)).Tensors, tensor => tensor.Name == "fit").Shape[0];

    private string WithRecordLength(string header, int length, int newLength)
    {
        int end = PlainFile.Read(File.ReadAllBytes(Saved)).Data.Length;
        return Replace(
            header,
            $"\"fit\":{{\"dtype\":\"U8\",\"shape\":[{length}],\"data_offsets\":[{end - length},{end}]}}",
            $"\"fit\":{{\"dtype\":\"U8\",\"shape\":[{newLength}],\"data_offsets\":[{end - length},{end - length + newLength}]}}");
    }

    private static string Replace(string text, string old, string with)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, with, StringComparison.Ordinal);
    }
}
