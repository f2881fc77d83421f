using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using ConvGen;
using ConvGen.Files;

namespace MnistSample.Files;

/// <summary>The report that <c>--json</c> writes: settings, results and speed.</summary>
internal sealed record JobReport
{
    private static readonly JsonSerializerOptions Options =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    public required string Network { get; init; }

    /// <summary><c>mnist</c> or <c>drawn</c>.</summary>
    public required string Dataset { get; init; }
    public required int TrainImages { get; init; }
    public required int TestImages { get; init; }
    public required int Parameters { get; init; }
    public required int Epochs { get; init; }
    public required int Batch { get; init; }
    public required int Threads { get; init; }
    public required int Seed { get; init; }

    /// <summary>0 to 1.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>The time of all epochs, without loading, validation and the final test.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Images trained on, those of every epoch counted, per second of <see cref="TrainSeconds"/>.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Managed bytes allocated per training step after the first one.</summary>
    public required double AllocatedBytesPerStep { get; init; }

    /// <summary>SHA-256 of all parameters in their order, each as little-endian floats in PyTorch's order.</summary>
    public required string WeightsSha256 { get; init; }

    public void Write(string path) =>
        DurableFile.Write(path, file =>
        {
            JsonSerializer.Serialize(file, this, Options);
            file.WriteByte((byte)'\n');
        });

    public static string Sha256Of(ParameterSet parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            if (!BitConverter.IsLittleEndian)
            {
                Span<int> words = MemoryMarshal.Cast<float, int>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(words, words);
            }

            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
