using ConvGen.CompilerServices;
using ConvGen.Files;

namespace ConvGen;

/// <summary>Saves and loads the parameters of networks.</summary>
/// <remarks>
/// <para>
/// Files have the <see href="https://github.com/huggingface/safetensors">safetensors</see> format, with PyTorch's names
/// (<c>Conv1.weight</c>), shapes and order of elements: <c>safetensors.torch.load_file</c> reads them, and files that
/// <c>safetensors.torch.save_file</c> writes for a model with the same names can be loaded. Elements are 32-bit floats, which
/// are kept bit for bit, including infinities and NaN.
/// </para>
/// <para>
/// ConvGen's own files contain three more texts, which loading verifies if they are present: the architecture, with a line for
/// every layer; its fingerprint, which is the SHA-256 of that text; and the SHA-256 of the whole file. The loss, initializers
/// and inverted dropout affect only training and are not part of the architecture: a class without a loss can load the
/// parameters of a class with one.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// network.Save("book.safetensors");
/// var again = new BookNet();
/// again.Load("book.safetensors");
/// </code>
/// </example>
public static partial class NetworkFiles
{
    /// <summary>Writes all parameters to a file. An existing file is replaced only once the new one is complete and on the
    /// disk; after an error the old file is intact and no temporary file remains. The new file has the old one's mode. If the
    /// path is a symbolic link, its target is replaced.</summary>
    /// <remarks>A file that cannot be replaced is overwritten without this guarantee: a single file mounted into a container,
    /// or a writable file in a read-only folder. Such a file is damaged if the process is killed while it writes;
    /// <see cref="Load"/> detects that.</remarks>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the folder does not exist or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or access to both the file and its folder is
    /// denied.</exception>
    public static void Save<TNetwork>(this TNetwork network, string path)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<Tensor> tensors = Copy(network.Parameters);
        DurableFile.Write(path, file => Write(file, network.Core.Program, tensors));
    }

    /// <summary>Returns the content that <see cref="Save"/> writes.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network; it is not changed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static byte[] ToBytes<TNetwork>(this TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        using var stream = new MemoryStream();
        Write(stream, network.Core.Program, Copy(network.Parameters));
        return stream.ToArray();
    }

    /// <summary>Replaces all parameters by those of a file. If the file does not match the network, no parameter is changed.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="path">A file written by <see cref="Save"/> or, in the same format, by another program. It must contain
    /// exactly the network's parameters by name, as 32-bit floats.</param>
    /// <param name="requireSameArchitecture">Whether the architecture in the file, if present, must be that of the network;
    /// otherwise equal names and shapes of the parameters are sufficient.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NetworkFileException">The content of the file is not as expected.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static void Load<TNetwork>(this TNetwork network, string path, bool requireSameArchitecture = true)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        Read(network, file, path, requireSameArchitecture);
    }

    /// <summary>Replaces all parameters by those of a file's content. If it does not match the network, no parameter is changed.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="bytes">The result of <see cref="ToBytes"/>, or the content of a file that <see cref="Load"/> accepts.</param>
    /// <param name="requireSameArchitecture">Whether the architecture in the bytes, if present, must be that of the network;
    /// otherwise equal names and shapes of the parameters are sufficient.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="NetworkFileException">The content is not as expected.</exception>
    public static unsafe void FromBytes<TNetwork>(
        this TNetwork network, ReadOnlySpan<byte> bytes, bool requireSameArchitecture = true)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        byte nothing = 0;
        fixed (byte* first = bytes)
        {
            // An empty span has a null pointer, which UnmanagedMemoryStream does not accept.
            using var stream = new UnmanagedMemoryStream(first == null ? &nothing : first, bytes.Length);
            Read(network, stream, path: null, requireSameArchitecture);
        }
    }

    private static List<Tensor> Copy(ParameterSet parameters) => [.. parameters.Select(parameter => Tensor.Of(parameter))];

    private static void Write(Stream stream, NetworkProgram program, List<Tensor> tensors) =>
        SafetensorsWriter.Write(stream, NetworkTexts.Of(program, Metadata.Weights), tensors);

    private static void Read<TNetwork>(TNetwork network, Stream stream, string? path, bool requireSameArchitecture)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkProgram program = network.Core.Program;
        try
        {
            TensorFile file = SafetensorsReader.Read(stream, program.Summary.Network, texts =>
            {
                NetworkTexts.Check(texts, Metadata.Weights, requireSameArchitecture ? program : null);
                return [.. network.Parameters.Select(parameter => Tensor.SpecOf(parameter))];
            });
            file.CopyTo(network.Parameters);
        }
        catch (NetworkFileException problem)
        {
            throw new NetworkFileException(path, problem);
        }
    }
}
