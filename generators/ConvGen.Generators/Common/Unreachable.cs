namespace ConvGen.Generators.Common;

/// <summary>
/// Ends a switch over a closed family. C# does not know that a family is closed, so a kind that a switch forgets shows only
/// when it is met; a test enumerates every family and meets them all.
/// </summary>
internal static class Unreachable
{
    /// <summary>The exception for a member of a family that <paramref name="place"/> does not handle.</summary>
    public static Exception Kind(object value, [System.Runtime.CompilerServices.CallerMemberName] string place = "") =>
        new InvalidOperationException($"{place} does not handle the kind {value.GetType().Name} ({value}).");
}
