namespace Chapter6.Pictures;

/// <summary>Maps numbers to colours.</summary>
internal static class Palette
{
    public static readonly Rgb Paper = new(250, 250, 248), Text = new(30, 30, 30);

    private static readonly Rgb White = new(255, 255, 255), Black = new(0, 0, 0);
    private static readonly Rgb Below = new(33, 102, 172), Above = new(178, 24, 43);

    /// <summary>Dark ink on white, for values from 0 to <paramref name="most"/>.</summary>
    public static Func<float, Rgb> Ink(float most) => value => Mix(White, Black, value / most);

    /// <summary>Blue for negative and red for positive values, white for zero.</summary>
    public static Func<float, Rgb> Signed(float most) =>
        value => value < 0 ? Mix(White, Below, -value / most) : Mix(White, Above, value / most);

    /// <summary>The largest absolute value, but never zero.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 1e-12f;
        foreach (float value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private static Rgb Mix(Rgb from, Rgb to, float share)
    {
        share = float.IsNaN(share) ? 0 : Math.Clamp(share, 0f, 1f);
        return new Rgb(Between(from.Red, to.Red), Between(from.Green, to.Green), Between(from.Blue, to.Blue));

        byte Between(byte a, byte b) => (byte)MathF.Round(a + share * (b - a));
    }
}
