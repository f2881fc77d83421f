using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace ConvGen.Comparison.Systems;

/// <summary>Loads TorchSharp's native library. It was linked against a newer libstdc++ than, for example, Debian 12
/// has, and requires the version GLIBCXX_3.4.32 for a single symbol, <c>_ZSt21ios_base_library_initv</c>, which does
/// nothing if libstdc++ itself initialises its streams. If the loader refuses the library for this reason, its copy
/// next to this program is changed so that the version is optional.</summary>
internal static class TorchNativeLibrary
{
    private const string File = "libLibTorchSharp.so";
    private const string NewerVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the library.</summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded.</exception>
    public static void Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string path = Path.Combine(AppContext.BaseDirectory, File);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(NewerVersion))
        {
            byte[] library = System.IO.File.ReadAllBytes(path);
            WeakenVersionNeed(library, NewerVersion);
            Replace(path, library);
            NativeLibrary.Load(path);
        }
    }

    /// <summary>Writes a temporary file and renames it, so that other processes never see a partial file.</summary>
    private static void Replace(string path, byte[] contents)
    {
        string written = $"{path}.{Environment.ProcessId}";
        System.IO.File.WriteAllBytes(written, contents);
        System.IO.File.Move(written, path, overwrite: true);
    }

    /// <summary>Sets the flag "weak" of a library version that a 64-bit little-endian ELF file requires.</summary>
    /// <remarks>Names as in <c>elf.h</c>: the section SHT_GNU_verneed is a list of libraries (Verneed), each with a
    /// list of versions (Vernaux); each element holds the distance in bytes to the next one, or 0 at the end.</remarks>
    private static void WeakenVersionNeed(Span<byte> elf, string version)
    {
        const int VersionNeedSection = 0x6ffffffe, WeakFlag = 2;
        ulong sections = BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3a..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(elf[0x3c..]);
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> section = elf[((int)sections + i * sectionSize)..];
            if (Number(section, 0x04) != VersionNeedSection)
            {
                continue;
            }

            int names = Number(elf, (int)sections + Number(section, 0x28) * sectionSize + 0x18);
            int next, library = Number(section, 0x18);
            do
            {
                int nextVersion, need = library + Number(elf, library + 8);
                do
                {
                    if (TextAt(elf, names + Number(elf, need + 8)) == version)
                    {
                        elf[need + 4] |= WeakFlag;
                    }

                    nextVersion = Number(elf, need + 12);
                    need += nextVersion;
                }
                while (nextVersion != 0);

                next = Number(elf, library + 12);
                library += next;
            }
            while (next != 0);
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string TextAt(ReadOnlySpan<byte> bytes, int at)
    {
        ReadOnlySpan<byte> text = bytes[at..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }
}
