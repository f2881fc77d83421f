namespace ConvGen.Generators;

/// <summary>The names of the generator's cached steps, which the caching tests look up.</summary>
internal static class TrackedSteps
{
    /// <summary>What the front end read from each [Network]: a declaration, or what is known of one with errors, or null for a
    /// class that gets no generated part.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>Those that are not null, which are all that the outputs depend on.</summary>
    public const string Networks = nameof(Networks);
}
