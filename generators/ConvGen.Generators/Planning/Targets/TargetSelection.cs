namespace ConvGen.Generators.Planning.Targets;

/// <summary>The targets that a project compiles its networks for: the MSBuild property <c>ConvGenVectorBits</c>.</summary>
internal static class TargetSelection
{
    /// <summary>The name under which the compiler passes the property to generators, with commas between the widths.</summary>
    public const string OptionName = "build_property._ConvGenVectorBits";

    /// <summary>The name under which the compiler passes the platform that a project is built for to generators.</summary>
    public const string RuntimeOptionName = "build_property.RuntimeIdentifier";

    private const string WebAssembly = "browser-wasm";

    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>Returns the targets of a value such as <c>256,512</c>, from the narrowest to the widest; all targets if it names none.
    /// The build reports a value that it does not know, before the compiler starts.</summary>
    public static EquatableArray<Target> Parse(string? value, string? runtime = null)
    {
        string[] widths = (value ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        Target[] chosen =
        [
            .. Target.All.Where(target => widths.Contains(target.VectorBits.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        ];
        EquatableArray<Target> targets = chosen.Length > 0 ? new EquatableArray<Target>(chosen) : Target.All;
        return runtime == WebAssembly
            ? new EquatableArray<Target>([.. targets.Select(target => target with { IsInterpreted = true })])
            : targets;
    }
}
