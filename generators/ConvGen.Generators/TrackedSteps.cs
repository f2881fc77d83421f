namespace ConvGen.Generators;

/// <summary>The names of the generator's cached steps, which the caching tests look up.</summary>
internal static class TrackedSteps
{
    /// <summary>What the front end read from each [Network]: a declaration, or null for one with problems.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>The declarations that exist, which are all that the outputs depend on.</summary>
    public const string Networks = nameof(Networks);
}
