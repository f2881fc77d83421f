using System.Globalization;
using System.Text;

namespace ConvGen.Generators.Common;

/// <summary>
/// Names of any length cut to one that file systems and metadata take: its beginning, and a number that only this name has. Names
/// that are short enough, which is nearly all of them, stay as they are.
/// </summary>
internal static class ShortName
{
    /// <summary>File names take 255 bytes on most file systems, and whole paths 260 characters on some.</summary>
    private const int MostBytes = 100;

    private const int Kept = 40;

    /// <summary>A part of a file's name.</summary>
    public static string ForFile(string name) => IsShort(name) ? name : $"{name.Substring(0, Kept)}-{Hash(name)}";

    /// <summary>A namespace; of a long one only letters and digits stay, and no parts.</summary>
    public static string ForNamespace(string name)
    {
        if (IsShort(name))
        {
            return name;
        }

        var text = new StringBuilder();
        foreach (char c in name.Substring(0, Kept))
        {
            text.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_');
        }

        return $"_{text}_{Hash(name)}";
    }

    private static bool IsShort(string name) => Encoding.UTF8.GetByteCount(name) <= MostBytes;

    /// <summary>The 64-bit FNV-1a hash of the characters, the same in every process and on every machine.</summary>
    private static string Hash(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
