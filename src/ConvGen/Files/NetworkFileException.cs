namespace ConvGen;

/// <summary>Thrown if the content of a file is invalid: the file is damaged, has another format, or belongs to another network.
/// The message gives the expected and the actual content. No parameter has been changed.</summary>
/// <remarks>All errors in the content of a file throw this exception. A file that cannot be opened or read throws another
/// <see cref="IOException"/>, or an <see cref="UnauthorizedAccessException"/>.</remarks>
public sealed class NetworkFileException : IOException
{
    internal NetworkFileException(string problem, Exception? cause = null)
        : base(problem, cause)
    {
    }

    /// <summary>Adds the path of the file to a problem; null if the content was passed as bytes.</summary>
    internal NetworkFileException(string? path, NetworkFileException problem)
        : base($"{path ?? "The bytes"}: {problem.Message}.", problem.InnerException) => Path = path;

    /// <summary>The path of the file as passed by the caller; null if the content was passed as bytes.</summary>
    public string? Path { get; }

    // Truncated, because a damaged file may contain a name of megabytes.
    internal static string Quote(string found)
    {
        const int Most = 100;
        return found.Length <= Most ? $"\"{found}\"" : $"\"{found.AsSpan(0, Most)}...\"";
    }
}
