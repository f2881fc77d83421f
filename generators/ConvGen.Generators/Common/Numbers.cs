using System.Globalization;

namespace ConvGen.Generators.Common;

/// <summary>Numbers as messages show them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>With thousands separators: <c>16,777,216</c>.</summary>
    public static string Grouped(decimal value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>As source says it: <c>16777216</c>.</summary>
    public static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a float of C#, with enough digits to be the same one.</summary>
    public static string Float(double value) => ((float)value).ToString("G9", CultureInfo.InvariantCulture) + "f";
}
