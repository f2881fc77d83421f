namespace DigitsWeb.Tests.Browser;

/// <summary>A test in a real browser; skipped with a reason if there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Path is null ? Chromium.Missing : null;
}

/// <summary>A theory in a real browser; skipped with a reason if there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.Path is null ? Chromium.Missing : null;
}

/// <summary>Finds the browser.</summary>
internal static class Chromium
{
    public const string Missing =
        "No Chromium: neither CHROMIUM_PATH names one nor is chromium, chromium-browser or google-chrome on the PATH.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The path of the program, or null.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given)
        {
            return given;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
