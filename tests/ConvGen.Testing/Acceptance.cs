namespace ConvGen.Testing;

/// <summary>
/// Decides whether tests that compare results with a recorded file write that file instead, which <c>CONVGEN_ACCEPT=1</c> requests.
/// </summary>
public static class Acceptance
{
    /// <summary>Whether this run records results.</summary>
    /// <exception cref="InvalidOperationException">It is asked for on a build server, where no one reviews the change.</exception>
    public static bool IsRequested => IsRequestedBy(Environment.GetEnvironmentVariable);

    /// <summary>The same for given environment variables.</summary>
    /// <param name="variable">The value of an environment variable, or null when it is not set.</param>
    /// <exception cref="InvalidOperationException">It is asked for on a build server, where no one reviews the change.</exception>
    public static bool IsRequestedBy(Func<string, string?> variable)
    {
        if (variable("CONVGEN_ACCEPT") != "1")
        {
            return false;
        }

        string server = variable("CI") ?? "";
        return server is "" or "0" or "false"
            ? true
            : throw new InvalidOperationException(
                $"CONVGEN_ACCEPT=1 is refused because CI is '{server}': a build server compares with the recorded files and never "
                + "writes them. Accept on your own machine, review the difference and commit it.");
    }
}
