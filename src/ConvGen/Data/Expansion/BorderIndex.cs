using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ConvGen.Data.Expansion;

/// <summary>Finds the pixel that stands for a position outside an image.</summary>
internal static class BorderIndex
{
    /// <summary>Returns the row or column to read, or -1 for zero.</summary>
    /// <param name="position">The row or column, which may be outside the image.</param>
    /// <param name="length">The rows or columns of the image.</param>
    /// <param name="border">The rule.</param>
    public static int Of(int position, int length, ImageBorder border)
    {
        if ((uint)position < (uint)length)
        {
            return position;
        }

        return border switch
        {
            ImageBorder.Zeros => -1,
            ImageBorder.Edge => Math.Clamp(position, 0, length - 1),
            ImageBorder.Reflection => Reflected(position, length),
            _ => throw new UnreachableException($"No rule for {border}."),
        };
    }

    /// <summary>Checks that a setting is one of the rules.</summary>
    public static ImageBorder Checked(ImageBorder border, [CallerMemberName] string setting = "") => Enum.IsDefined(border)
        ? border
        : throw new ArgumentOutOfRangeException(setting, border, $"{setting} must be Zeros, Edge or Reflection.");

    private static int Reflected(int position, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        int period = 2 * (length - 1), within = Math.Abs(position) % period;
        return Math.Min(within, period - within);
    }
}
