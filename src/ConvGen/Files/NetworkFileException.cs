namespace ConvGen;

/// <summary>Thrown where a file does not hold what was to be read from it: it is damaged, written by something else, or belongs
/// to another network. The message says what was expected and what was found. Nothing has been changed.</summary>
/// <remarks>All that can be wrong with the content of a file ends in this exception, whatever its bytes are. A file that cannot
/// be opened or read at all is another <see cref="IOException"/>, or an <see cref="UnauthorizedAccessException"/>.</remarks>
public sealed class NetworkFileException : IOException
{
    internal NetworkFileException(string problem, Exception? cause = null)
        : base(problem, cause)
    {
    }

    /// <summary>The same problem, with the file that has it; null where bytes were given.</summary>
    internal NetworkFileException(string? path, NetworkFileException problem)
        : base($"{path ?? "The bytes"}: {problem.Message}.", problem.InnerException) => Path = path;

    /// <summary>The file, as it was named; null where bytes were given.</summary>
    public string? Path { get; }

    // A damaged file may hold a name of megabytes, and a message is no place for it.
    internal static string Quote(string found)
    {
        const int Most = 100;
        return found.Length <= Most ? $"\"{found}\"" : $"\"{found.AsSpan(0, Most)}...\"";
    }
}
