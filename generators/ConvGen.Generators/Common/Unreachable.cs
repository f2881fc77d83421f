namespace ConvGen.Generators.Common;

/// <summary>
/// The default arm of a switch over a closed set of records. C# cannot check that such a switch handles every record type, so a missing
/// one only fails at run time; a test runs every type of every set.
/// </summary>
internal static class Unreachable
{
    /// <summary>Creates the exception for a type that <paramref name="place"/> does not handle.</summary>
    public static Exception Kind(object value, [System.Runtime.CompilerServices.CallerMemberName] string place = "") =>
        new InvalidOperationException($"{place} does not handle the kind {value.GetType().Name} ({value}).");
}
