using System.Text;

namespace ConvGen.Files;

/// <summary>Recognizes other files that are passed instead of a safetensors file.</summary>
internal static class ForeignFile
{
    /// <summary>Returns the kind of a file by its first eight bytes, and advice; null if the kind is unknown.</summary>
    public static string? KindOf(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] =>
            "a zip archive, as torch.save writes it: save the model with safetensors.torch.save_file",
        [0x80, >= 2 and <= 5, ..] => "a Python pickle: save the model with safetensors.torch.save_file",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file, as Keras writes it",
        [0x1F, 0x8B, ..] => "a file compressed with gzip: decompress it first",
        [0x08, > 0 and < 32, 0x12 or 0x3A, ..] => "an ONNX model, which OnnxNetwork of the package ConvGen.Onnx reads",
        _ when start.SequenceEqual("version "u8) => "a text that begins with \"version \", as a pointer of Git LFS: run git lfs pull",
        _ => null,
    };

    /// <summary>Returns the first eight bytes of a file, as text if possible.</summary>
    public static string Show(ReadOnlySpan<byte> start) =>
        start.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
            ? $"a text that begins with {NetworkFileException.Quote(Encoding.ASCII.GetString(start))}"
            : $"a file that begins with the bytes {BitConverter.ToString(start.ToArray()).Replace('-', ' ')}";
}
