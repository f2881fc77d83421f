using System.Text;

namespace ConvGen.Files;

/// <summary>Files that are given where a safetensors file is expected.</summary>
internal static class ForeignFile
{
    /// <summary>What a file is by its first eight bytes, and what to do with it; null if it is of no common kind.</summary>
    public static string? KindOf(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] =>
            "a zip archive, as torch.save writes it: save the model with safetensors.torch.save_file",
        [0x80, >= 2 and <= 5, ..] => "a pickle of Python: save the model with safetensors.torch.save_file",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file, as Keras writes it",
        [0x1F, 0x8B, ..] => "a file that is compressed with gzip: unpack it first",
        [0x08, > 0 and < 32, 0x12 or 0x3A, ..] => "an ONNX model, which OnnxNetwork of the package ConvGen.Onnx reads",
        _ when start.SequenceEqual("version "u8) => "a text that begins with \"version \", as a pointer of Git LFS: run git lfs pull",
        _ => null,
    };

    /// <summary>The first eight bytes of a file, as text where they are text.</summary>
    public static string Show(ReadOnlySpan<byte> start) =>
        start.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
            ? $"a text that begins with {NetworkFileException.Quote(Encoding.ASCII.GetString(start))}"
            : $"a file that begins with the bytes {BitConverter.ToString(start.ToArray()).Replace('-', ' ')}";
}
