using ConvGen.Testing;

namespace ConvGen.Tests.Files;

/// <summary>The layers of <see cref="SavedNet"/> under a new last layer.</summary>
[Network(1, 6, 6)]
[Conv(3, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(5), Tanh]
[Dense(4), SoftmaxCrossEntropy]
public sealed partial class NewHeadNet;

public sealed class PartialLoadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-partial-").FullName;

    private string Saved => Path.Combine(_folder, "net.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_trained_network_gets_a_new_last_layer()
    {
        SavedNet trained = new(seed: 1);
        trained.Save(Saved);
        NewHeadNet network = new(seed: 2);

        PartialLoadReport report = network.LoadPartially(Saved);

        string[] taken = ["Conv1.weight", "Conv1.bias", "Dense1.weight", "Dense1.bias"], head = ["Dense2.weight", "Dense2.bias"];
        Assert.Equal(taken, report.Taken);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Left);
        Assert.Equal(head, report.Mismatched.Select(mismatch => mismatch.Name));
        Assert.Equal([4, 5], report.Mismatched[0].ExpectedShape);
        Assert.Equal([3, 5], report.Mismatched[0].FoundShape);
        Assert.Equal("F32", report.Mismatched[0].FoundType);
        Assert.All(taken, name => Assert.Equal(SaveTests.Values(trained.Parameters[name]), Values(network, name)));
        Assert.All(head, name => Assert.Equal(Values(new NewHeadNet(seed: 2), name), Values(network, name)));
        Assert.Equal(
            string.Join(
                Environment.NewLine,
                "taken: Conv1.weight, Conv1.bias, Dense1.weight, Dense1.bias",
                "mismatched: Dense2.weight (expected 4x5, found 3x5 of F32), Dense2.bias (expected 4, found 3 of F32)"),
            report.ToString());
    }

    [Fact]
    public void Predictions_use_the_loaded_parameters()
    {
        SavedNet network = new(seed: 2), other = new(seed: 1);
        float[] image = SaveTests.TestImage(), before = Predict(network, image);
        network.FromBytesPartially(other.ToBytes());
        Assert.NotEqual(before, Predict(network, image));
        Assert.Equal(Predict(other, image), Predict(network, image));
    }

    [Fact]
    public void Missing_parameters_and_tensors_that_are_left_are_reported()
    {
        TinyNet network = new(seed: 1);
        float[] weight = Values(network, "Dense1.weight");
        byte[] file = new TypedFile()
            .AddFloats("steps", [], 7)
            .AddFloats("Dense1.bias", [1], 3)
            .Add("empty", "F32", [2, 0], [])
            .Add("labels", "I64", [1], new byte[8])
            .Add("from a later version", "F3", [5], new byte[2])
            .ToBytes();

        PartialLoadReport report = network.FromBytesPartially(file);

        Assert.Equal(["Dense1.bias"], report.Taken);
        Assert.Equal(["Dense1.weight"], report.Missing);
        Assert.Equal(["steps", "empty", "labels", "from a later version"], report.Left);
        Assert.Empty(report.Mismatched);
        Assert.Equal(weight, Values(network, "Dense1.weight"));
        Assert.Equal([3f], Values(network, "Dense1.bias"));
    }

    [Fact]
    public void A_type_that_is_not_converted_is_reported()
    {
        TinyNet network = new(seed: 1);
        float[] before = Values(network, "Dense1.weight");
        PartialLoadReport report = network.FromBytesPartially(
            new TypedFile().Add("Dense1.weight", "I32", [1, 2], new byte[8]).AddFloats("Dense1.bias", [1], 3).ToBytes());
        Assert.Equal(["Dense1.weight (expected 1x2, found 1x2 of I32)"], report.Mismatched.Select(mismatch => $"{mismatch}"));
        Assert.Equal(["Dense1.bias"], report.Taken);
        Assert.Equal(before, Values(network, "Dense1.weight"));
    }

    [Theory]
    [InlineData("module.Dense1.weight", "module.Dense1.bias", "module.", "")]
    [InlineData("weight", "bias", "", "Dense1.")]
    [InlineData("model.weight", "model.bias", "model.", "Dense1.")]
    [InlineData("module.Dense1.weight", "Dense1.bias", "module.", "")]
    public void Prefixes_are_removed_and_added(string weight, string bias, string remove, string add)
    {
        TinyNet network = new();
        byte[] file = new TypedFile().AddFloats(weight, [1, 2], 1, 2).AddFloats(bias, [1], 3).ToBytes();
        PartialLoadReport report = network.FromBytesPartially(
            file, new PartialLoadOptions { RemovePrefix = remove, AddPrefix = add });
        Assert.Equal(["Dense1.weight", "Dense1.bias"], report.Taken);
        Assert.Equal([1f, 2f], Values(network, "Dense1.weight"));
        Assert.Equal([3f], Values(network, "Dense1.bias"));

        report = new TinyNet().FromBytesPartially(file, new PartialLoadOptions { RemovePrefix = "another." });
        Assert.Contains(weight, report.Left);
    }

    [Fact]
    public void A_name_with_the_prefix_takes_precedence()
    {
        TinyNet network = new();
        byte[] file = new TypedFile()
            .AddFloats("Dense1.bias", [1], 1).AddFloats("best.Dense1.bias", [1], 2).AddFloats("Dense1.weight", [1, 2], 3, 4).ToBytes();
        PartialLoadReport report = network.FromBytesPartially(file, new PartialLoadOptions { RemovePrefix = "best." });
        Assert.Equal(["Dense1.bias"], report.Left);
        Assert.Equal([3f, 4f], Values(network, "Dense1.weight"));
        Assert.Equal([2f], Values(network, "Dense1.bias"));
    }

    [Fact]
    public void Options_reject_null()
    {
        Assert.Throws<ArgumentNullException>(() => new PartialLoadOptions { RemovePrefix = null! });
        Assert.Throws<ArgumentNullException>(() => new PartialLoadOptions { AddPrefix = null! });
        Assert.Throws<ArgumentNullException>(() => NetworkFiles.LoadPartially<SavedNet>(null!, Saved));
        Assert.Throws<ArgumentNullException>(() => NetworkFiles.FromBytesPartially<SavedNet>(null!, []));
        Assert.Throws<ArgumentException>(() => new SavedNet().LoadPartially(""));
        Assert.Throws<FileNotFoundException>(() => new SavedNet().LoadPartially(Saved));
    }

    [Fact]
    public void The_weights_of_a_checkpoint_are_taken_and_its_other_state_is_left()
    {
        SavedNet network = new(seed: 2);
        using (Trainer<SavedNet> trainer = new(new SavedNet(seed: 1), new Sgd(0.1f) { Momentum = 0.9f }))
        {
            trainer.Step(CheckpointRun.Train.Pixels, CheckpointRun.Train.Labels);
            trainer.SaveCheckpoint(Saved);
            PartialLoadReport report = network.LoadPartially(Saved);
            Assert.Equal(trainer.Network.Parameters.Select(parameter => parameter.Name), report.Taken);
            Assert.Equal(trainer.Network.Parameters.Select(parameter => $"velocity.{parameter.Name}"), report.Left);
            Assert.Equal(SaveTests.Bits(trainer.Network), SaveTests.Bits(network));
        }
    }

    [Fact]
    public void Every_truncation_is_reported_and_changes_nothing()
    {
        SavedNet network = new(seed: 2);
        int[] before = SaveTests.Bits(network);
        byte[] good = new SavedNet(seed: 1).ToBytes();
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<NetworkFileException>(() => network.FromBytesPartially(good.AsSpan(0, length)));
        }

        good[^1] ^= 1;
        NetworkFileException damaged = Assert.Throws<NetworkFileException>(() => network.FromBytesPartially(good));
        Assert.Contains("expected the SHA-256", damaged.Message, StringComparison.Ordinal);
        File.WriteAllBytes(Saved, good);
        Assert.Equal(Saved, Assert.Throws<NetworkFileException>(() => network.LoadPartially(Saved)).Path);
        Assert.Equal(before, SaveTests.Bits(network));
    }

    /// <summary>A mutation is either rejected, and changes nothing, or every parameter has the bits of one tensor or its own.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_mutation_is_loaded_partially_or_rejected(bool hasChecksum)
    {
        byte[] own = new SavedNet(seed: 1).ToBytes();
        var foreign = new TypedFile();
        foreach ((string name, _, int[] shape, float[] values) in PlainFile.Read(own).Tensors)
        {
            foreign.AddFloats(name, shape, values);
        }

        var mutator = new FileMutator(hasChecksum ? own : foreign.ToBytes());
        int[] before = SaveTests.Bits(new SavedNet(seed: 2));
        int loaded = 0, rejected = 0;
        for (int i = 0; i < Campaign.Count(4_000, 200_000); i++)
        {
            SavedNet network = new(seed: 2);
            var random = new Random(unchecked((Campaign.Seed * 1_000_003) + i));
            byte[] file = mutator.Mutate([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(FileMutator.Kinds))], random);
            try
            {
                PartialLoadReport report = network.FromBytesPartially(file);
                Assert.Equal(network.Parameters.Count, report.Taken.Count + report.Missing.Count + report.Mismatched.Count);
                loaded++;
            }
            catch (NetworkFileException)
            {
                Assert.Equal(before, SaveTests.Bits(network));
                rejected++;
            }
        }

        Assert.True(loaded > 100 && rejected > 1_000, $"{loaded} loaded, {rejected} rejected");
    }

    [Theory]
    [InlineData("'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}", "tensor \"a\": expected offsets that fit the shape 1")]
    [InlineData("'a':{'dtype':'F16','shape':[4],'data_offsets':[8,0]}", "tensor \"a\": expected offsets in ascending order")]
    [InlineData("'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}", "expected to begin where the one before it ends, in byte 0")]
    [InlineData("'a':{'dtype':'F32','shape':[9223372036854775807,9223372036854775807],'data_offsets':[0,8]}", "expected offsets that fit")]
    [InlineData("'a':{'dtype':'F32','shape':[9223372036854775807,0,3],'data_offsets':[0,8]}", "expected offsets that fit")]
    [InlineData("'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{}", "the tensor \"a\" occurs twice")]
    [InlineData("'a':{'shape':[2],'data_offsets':[0,8]}", "it has no dtype")]
    [InlineData("'a':{'dtype':'F32','data_offsets':[0,8]}", "it has no shape")]
    [InlineData("'a':{'dtype':'F32','shape':[2]}", "it has no data_offsets")]
    [InlineData("'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}", "its dtype occurs twice")]
    [InlineData("'a':{'type':'F32','shape':[2],'data_offsets':[0,8]}", "found the field \"type\"")]
    [InlineData("'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],}", "expected a header in JSON")]
    public void Malformed_headers_are_rejected(string entries, string problem)
    {
        byte[] file = PlainFile.Join(
            System.Text.Encoding.UTF8.GetBytes($"{{{entries}}}".Replace('\'', '"')), new byte[8]);
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => new TinyNet().FromBytesPartially(file));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    private static float[] Values<TNetwork>(TNetwork network, string parameter)
        where TNetwork : class, INetwork<TNetwork> => SaveTests.Values(network.Parameters[parameter]);

    private static float[] Predict(SavedNet network, float[] image)
    {
        float[] outputs = new float[SavedNet.OutputLength];
        network.Predict(image, outputs);
        return outputs;
    }
}
