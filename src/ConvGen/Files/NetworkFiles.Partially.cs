using ConvGen.Files;

namespace ConvGen;

/// <content>Loading those parameters that match.</content>
public static partial class NetworkFiles
{
    /// <summary>Replaces the parameters for which a file has a tensor of the same name and shape, as PyTorch's
    /// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict">load_state_dict</see>
    /// with <c>strict=False</c>; all others stay as they are. Use it to continue with the layers of a trained network under a new last
    /// layer. Other shapes are reported instead of thrown, and the architecture in the file is not compared.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="path">A file in the safetensors format: one written by <see cref="Save"/>, by
    /// <see cref="Trainer{TNetwork}.SaveCheckpoint"/>, whose optimizer state is then left, or by another program. Tensors of 16-bit
    /// floats (<c>F16</c>, <c>BF16</c>) are converted exactly; those of 64-bit floats are rounded to the nearest 32-bit float, ties to
    /// even, or to infinity.</param>
    /// <param name="options">How the names in the file become those of parameters; null to use them unchanged.</param>
    /// <returns>What was taken, and what was not: check <see cref="PartialLoadReport.Missing"/> and
    /// <see cref="PartialLoadReport.Mismatched"/>. A file without a match changes nothing and is no error.</returns>
    /// <example>
    /// <code>
    /// PartialLoadReport report = network.LoadPartially("pretrained.safetensors", new PartialLoadOptions { RemovePrefix = "module." });
    /// Console.WriteLine(report);        // taken: Conv1.weight, Conv1.bias; mismatched: Dense1.weight (expected 5x64, found 10x64 of F32)
    /// </code>
    /// </example>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> or <paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NetworkFileException">The file is damaged or has another format; no parameter has changed.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static PartialLoadReport LoadPartially<TNetwork>(this TNetwork network, string path, PartialLoadOptions? options = null)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return ReadPartially(network, file, path, options);
    }

    /// <summary>Replaces the parameters for which the content of a file has a tensor of the same name and shape, as
    /// <see cref="LoadPartially"/>.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="bytes">The content of a file that <see cref="LoadPartially"/> accepts.</param>
    /// <param name="options">How the names in the file become those of parameters; null to use them unchanged.</param>
    /// <returns>What was taken, and what was not.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="NetworkFileException">The content is damaged or has another format; no parameter has changed.</exception>
    public static unsafe PartialLoadReport FromBytesPartially<TNetwork>(
        this TNetwork network, ReadOnlySpan<byte> bytes, PartialLoadOptions? options = null)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        byte nothing = 0;
        fixed (byte* first = bytes)
        {
            // An empty span has a null pointer, which UnmanagedMemoryStream does not accept.
            using var stream = new UnmanagedMemoryStream(first == null ? &nothing : first, bytes.Length);
            return ReadPartially(network, stream, path: null, options);
        }
    }

    private static PartialLoadReport ReadPartially<TNetwork>(
        TNetwork network, Stream stream, string? path, PartialLoadOptions? options)
        where TNetwork : class, INetwork<TNetwork>
    {
        try
        {
            return PartialReader.Read(stream, network.Parameters, options ?? new PartialLoadOptions());
        }
        catch (NetworkFileException problem)
        {
            throw new NetworkFileException(path, problem);
        }
    }
}
