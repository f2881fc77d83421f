using ConvGen.CompilerServices;
using ConvGen.Files;

namespace ConvGen;

/// <summary>Saves the parameters of networks and loads them again.</summary>
/// <remarks>
/// <para>
/// Files have the <see href="https://github.com/huggingface/safetensors">safetensors</see> format, with PyTorch's names
/// (<c>Conv1.weight</c>), shapes and order of elements: <c>safetensors.torch.load_file</c> reads them, and what
/// <c>safetensors.torch.save_file</c> writes of a model with the same names is loaded here. Elements are 32-bit floats and are
/// taken as they are, bit for bit, infinities and NaN included.
/// </para>
/// <para>
/// ConvGen's own files hold three more texts, and loading compares them where they are there: the architecture, a line for every
/// layer with its settings and shapes; its fingerprint, which is the SHA-256 of that text; and the SHA-256 of the whole file. The
/// loss, initialisers, and dropout that lets predictions pass unchanged are no part of the architecture, since they matter to
/// training alone: a class without a loss loads what a class with one has learned.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// network.Save("book.safetensors");
/// var again = new BookNet();
/// again.Load("book.safetensors");
/// </code>
/// </example>
public static class NetworkFiles
{
    /// <summary>Writes all parameters to a file. What was there stays until the new file is whole and on the disk; if anything
    /// goes wrong, it stays for good and nothing is left beside it. The new file has the old one's mode, and where the name is a
    /// symbolic link, the file that it leads to is replaced.</summary>
    /// <remarks>A file that cannot be replaced is overwritten without this guarantee: one that is mounted by itself into a
    /// container, or one that may be written in a folder that may not. A kill in the midst of it damages such a file, and
    /// <see cref="Load"/> finds that.</remarks>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written: the folder is not there, the disk is full, or the
    /// like.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or neither its folder nor the file may be written
    /// to.</exception>
    public static void Save<TNetwork>(this TNetwork network, string path)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<Tensor> tensors = Copy(network.Parameters);
        DurableFile.Write(path, file => Write(file, network.Core.Program, tensors));
    }

    /// <summary>What <see cref="Save"/> writes, as bytes.</summary>
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

    /// <summary>Replaces all parameters by those of a file, or, if anything does not fit, none.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="path">A file that <see cref="Save"/> has written, or another program in the same format: it holds exactly the
    /// network's parameters by their names, as 32-bit floats.</param>
    /// <param name="requireSameArchitecture">Whether the file, if it says of what network it is, must be of one that computes the
    /// same; else the names and shapes of the parameters are enough.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="NetworkFileException">The file does not hold what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read, or is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void Load<TNetwork>(this TNetwork network, string path, bool requireSameArchitecture = true)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        Read(network, file, path, requireSameArchitecture);
    }

    /// <summary>Replaces all parameters by those of the bytes of a file, or, if anything does not fit, none.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network whose parameters are replaced.</param>
    /// <param name="bytes">What <see cref="ToBytes"/> has made, or the content of a file that <see cref="Load"/> accepts.</param>
    /// <param name="requireSameArchitecture">Whether the bytes, if they say of what network they are, must be of one that
    /// computes the same; else the names and shapes of the parameters are enough.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="NetworkFileException">The bytes are not what was expected.</exception>
    public static unsafe void FromBytes<TNetwork>(
        this TNetwork network, ReadOnlySpan<byte> bytes, bool requireSameArchitecture = true)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        byte nothing = 0;
        fixed (byte* first = bytes)
        {
            // A stream of no bytes must begin somewhere too.
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
