using System.Globalization;

namespace ConvGen.Generators.Common;

/// <summary>Formats numbers for messages and generated code, independently of the culture.</summary>
internal static class Numbers
{
    /// <summary>Formats a number with thousands separators: <c>16,777,216</c>.</summary>
    public static string Grouped(decimal value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a number as in source code: <c>16777216</c>.</summary>
    public static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Formats a number as a C# double literal: <c>1E-05</c>.</summary>
    public static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Formats a C# float literal with enough digits to give the same value when parsed.</summary>
    public static string Float(double value) => ((float)value).ToString("G9", CultureInfo.InvariantCulture) + "f";
}
