namespace ConvGen.Generators;

/// <summary>The names of the generator's cached steps, which the caching tests look up.</summary>
internal static class TrackedSteps
{
    /// <summary>The result of reading each [Network]: a declaration, an <see cref="InvalidDeclaration"/> for one with errors, or null for
    /// a class that gets no generated part.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>The results that are not null; the outputs depend on nothing else.</summary>
    public const string Networks = nameof(Networks);
}
