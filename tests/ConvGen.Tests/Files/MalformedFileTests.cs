using System.Text;
using ConvGen.Testing;

namespace ConvGen.Tests.Files;

/// <summary>For any bytes, either the file is loaded with the values that an independent reader finds in it, or the one
/// documented exception is thrown and nothing changes. Sizes that a header claims never cause large
/// allocations.</summary>
public sealed class MalformedFileTests : IDisposable
{
    /// <summary>Allowed bytes for exceptions and their stack traces, in addition to a small multiple of the
    /// file.</summary>
    private const long MostAllocated = 100_000, MostAllocatedPerByte = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-malformed-").FullName;

    public static TheoryData<string> Kinds => ["own", "another program's", "checkpoint"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_truncation_is_reported(string kind)
    {
        using Subject subject = new(kind, _folder);
        byte[] good = subject.Good;
        for (int length = 0; length < good.Length; length++)
        {
            Assert.NotNull(subject.TryLoad(good[..length]));
        }

        Assert.Null(subject.TryLoad(good));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Category", "Slow"), Trait("Category", "Coverage")]
    public void Every_mutation_is_loaded_correctly_or_rejected(string kind)
    {
        // A checkpoint is several times as large.
        int count = kind == "checkpoint" ? Campaign.Count(20_000, 500_000) : Campaign.Count(40_000, 1_000_000);
        using Subject subject = new(kind, _folder);
        var mutator = new FileMutator(subject.Good);
        int loaded = 0;
        HashSet<string> problems = [];
        for (int i = 0; i < count; i++)
        {
            int seed = unchecked((Campaign.Seed * 1_000_003) + i);
            var random = new Random(seed);
            int[] kinds = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(FileMutator.Kinds))];
            try
            {
                string? problem = subject.TryLoad(mutator.Mutate(kinds, new Random(seed)));
                loaded += problem is null ? 1 : 0;
                problems.Add(Kind(problem ?? "loaded"));
            }
            catch (Exception exception)
            {
                string smallest = Smallest(subject, mutator, kinds, seed);
                Assert.Fail($"CONVGEN_SEED={Campaign.Seed}, {kind}, mutation {i}: {smallest}\n{exception}");
            }
        }

        Assert.True(loaded > count / 100, $"{loaded} of {count} were loaded: too few to be meaningful.");
        Assert.True(count - loaded > count / 2, $"{loaded} of {count} were loaded: too few were rejected.");
        Assert.True(problems.Count >= 15, $"Only these came out: {string.Join("; ", problems)}");
        Campaign.Report($"mutations, {kind}", $"{count} files, {loaded} loaded, {count - loaded} rejected for {problems.Count} reasons");
    }

    [Fact]
    public void False_sizes_in_a_header_cause_no_allocations()
    {
        using Subject subject = new("own", _folder);
        string name = new('x', 1000), ones = string.Join(',', Enumerable.Repeat("1", 1000));
        foreach (string header in new[]
        {
            """{"Conv1.weight":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,9223372036854775804]}}""",
            """{"Conv1.weight":{"dtype":"F32","shape":[3,1,3,3],"data_offsets":[0,9223372036854775804]}}""",
            $$"""{"{{name}}":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]} }""",
            $$"""{"Conv1.weight":{"dtype":"F32","shape":[{{ones}}],"data_offsets":[0,4]} }""",
        })
        {
            string? problem = subject.TryLoad(PlainFile.Join(Encoding.UTF8.GetBytes(header), [0, 0, 0, 0]));
            Assert.NotNull(problem);
            Assert.InRange(problem.Length, 1, 500);
        }

        string? message = subject.TryLoad(PlainFile.Join([], [1, 2, 3, 4], headerLength: 1UL << 48));
        Assert.Contains("found a file that begins with the bytes 00 00 00 00 00 00 01 00", message, StringComparison.Ordinal);
    }

    /// <summary>Files that are often mistaken for safetensors files.</summary>
    [Theory]
    [InlineData("50 4B 03 04 00 00 08 08", "a zip archive, as torch.save writes it: save the model with safetensors.torch.save_file")]
    [InlineData("80 02 8A 0A 6C FC 9C 46", "a Python pickle")]
    [InlineData("89 48 44 46 0D 0A 1A 0A", "an HDF5 file")]
    [InlineData("1F 8B 08 00 00 00 00 00 00 03", "compressed with gzip: decompress it first")]
    [InlineData("08 09 12 07 43 6F 6E 76", "an ONNX model, which OnnxNetwork")]
    [InlineData("76 65 72 73 69 6F 6E 20 68", "run git lfs pull")]
    [InlineData("7B 22 6D 6F 64 65 6C 22 3A", "a text that begins with \"{\"model\"\"")]
    [InlineData("FF 00 FF 00 FF 00 FF 00", "begins with the bytes FF 00 FF 00 FF 00 FF 00")]
    public void A_file_of_another_format_is_reported_with_the_format(string bytes, string message)
    {
        string path = Path.Combine(_folder, "other");
        File.WriteAllBytes(path, Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => new SavedNet().Load(path));
        Assert.StartsWith($"{path}: expected a file in the safetensors format", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_in_its_header_is_reported()
    {
        byte[] whole = new SavedNet().ToBytes();
        NetworkFileException exception = Assert.Throws<NetworkFileException>(() => new SavedNet().FromBytes(whole.AsSpan(0, 100)));
        Assert.Contains($"expected a header of {BitConverter.ToUInt64(whole)} bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("found 92 bytes: it is cut off", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The message without its numbers and names.</summary>
    private static string Kind(string message) => string.Concat(message.Where(char.IsLetter).Take(40));

    private static string Smallest(Subject subject, FileMutator mutator, int[] kinds, int seed)
    {
        foreach (int kind in kinds)
        {
            byte[] bytes = mutator.Mutate([kind], new Random(seed));
            try
            {
                subject.TryLoad(bytes);
            }
            catch (Exception)
            {
                return $"kind {kind} alone, {Convert.ToBase64String(bytes)}";
            }
        }

        return $"kinds {string.Join(", ", kinds)} together, {Convert.ToBase64String(mutator.Mutate(kinds, new Random(seed)))}";
    }

    /// <summary>The network that every file is loaded into.</summary>
    private sealed class Subject : IDisposable
    {
        private readonly Trainer<SavedNet> _trainer = CheckpointRun.All["best"].Start();
        private readonly string _path;
        private readonly bool _isCheckpoint;
        private int _loads;

        public Subject(string kind, string folder)
        {
            _path = Path.Combine(folder, "subject");
            _isCheckpoint = kind == "checkpoint";
            if (_isCheckpoint)
            {
                SaveUnfinished(_path);
                Good = File.ReadAllBytes(_path);
                return;
            }

            byte[] own = new SavedNet(seed: 9).ToBytes();
            var plain = PlainFile.Read(own);
            Good = kind == "own" ? own : PlainFile.Join(Encoding.UTF8.GetBytes(WithoutMetadata(plain.Header)), plain.Data);
        }

        public byte[] Good { get; }

        private SavedNet Network => _trainer.Network;

        /// <summary>Null if the bytes were loaded, otherwise the message of the exception.</summary>
        public string? TryLoad(byte[] bytes)
        {
            int[] before = SaveTests.Bits(Network);
            (long steps, TrainingProgress? unfinished) = (_trainer.Steps, _trainer.Unfinished);
            bool byFile = _loads++ % 16 == 0;
            if (byFile)
            {
                File.WriteAllBytes(_path, bytes);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Load(bytes, byFile);
            }
            catch (NetworkFileException exception)
            {
                AssertFew(GC.GetAllocatedBytesForCurrentThread() - allocated, bytes);
                Assert.Equal(before, SaveTests.Bits(Network));
                Assert.Equal((steps, unfinished?.ImagesSeen), (_trainer.Steps, _trainer.Unfinished?.ImagesSeen));
                return exception.Message[(exception.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            }

            AssertFew(GC.GetAllocatedBytesForCurrentThread() - allocated, bytes);
            AssertHolds(bytes);
            return null;
        }

        public void Dispose() => _trainer.Dispose();

        private void Load(byte[] bytes, bool byFile)
        {
            switch (_isCheckpoint, byFile)
            {
                case (true, true):
                    _trainer.LoadCheckpoint(_path);
                    break;
                case (true, false):
                    _trainer.LoadCheckpointFrom(new MemoryStream(bytes), path: null);
                    break;
                case (false, true):
                    Network.Load(_path);
                    break;
                default:
                    Network.FromBytes(bytes);
                    break;
            }
        }

        // The independent reader compares only parameters of the network.
        private void AssertHolds(byte[] bytes)
        {
            int parameters = 0;
            foreach ((string name, string type, int[] shape, float[] values) in PlainFile.Read(bytes).Tensors)
            {
                if (Network.Parameters.FirstOrDefault(candidate => candidate.Name == name) is { } parameter)
                {
                    parameters++;
                    Assert.Equal("F32", type);
                    Assert.Equal(parameter.Shape, shape);
                    Assert.Equal(Bits(values), Bits(SaveTests.Values(parameter)));
                }
            }

            Assert.Equal(Network.Parameters.Count, parameters);

            static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
        }

        private static void AssertFew(long allocated, byte[] bytes) =>
            Assert.True(
                allocated <= MostAllocated + (MostAllocatedPerByte * bytes.Length),
                $"{allocated} bytes were allocated for a file of {bytes.Length}.");

        private static void SaveUnfinished(string path)
        {
            using Trainer<SavedNet> trainer = CheckpointRun.All["best"].Start();
            using CancellationTokenSource source = new();
            Assert.Throws<OperationCanceledException>(() => CheckpointRun.Fit(
                trainer,
                _ =>
                {
                    if (trainer.Steps == 6)
                    {
                        source.Cancel();
                    }
                },
                source.Token));
            trainer.SaveCheckpoint(path);
        }

        private static string WithoutMetadata(string header) =>
            "{" + header[header.IndexOf("\"Conv1.weight\":{", StringComparison.Ordinal)..];
    }
}
