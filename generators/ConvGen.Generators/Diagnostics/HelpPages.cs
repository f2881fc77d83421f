using System.Reflection;

namespace ConvGen.Generators.Diagnostics;

/// <summary>The help links of diagnostics: each leads to the diagnostic's page in the repository.</summary>
internal static class HelpPages
{
    private const string Folder = "blob/main/generators/diagnostics";

    /// <summary>The build writes this into the assembly when the project's RepositoryUrl is set.</summary>
    private static readonly string? Repository = typeof(HelpPages).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(metadata => metadata.Key == "RepositoryUrl")?.Value;

    /// <summary>The page of a rule, or null as long as the repository has no public address.</summary>
    public static string? Page(string id) => Page(Repository, id);

    /// <summary>The address of a rule's page in the given repository; null if there is no repository.</summary>
    public static string? Page(string? repository, string id)
    {
        if (string.IsNullOrEmpty(repository))
        {
            return null;
        }

        const string Suffix = ".git";
        string address = repository!.TrimEnd('/');
        int length = address.Length - (address.EndsWith(Suffix, StringComparison.Ordinal) ? Suffix.Length : 0);
        return $"{address.Substring(0, length)}/{Folder}/{id}.md";
    }
}
