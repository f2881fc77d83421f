namespace DigitsWeb.Api;

/// <summary>Values for display, with one byte each: a quarter of the size of a float, and precise enough for display.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Shape">The shape of the values.</param>
/// <param name="Largest">The largest absolute value.</param>
/// <param name="Values">Signed bytes, base64 in JSON: a value is its byte times <see cref="Largest"/> / 127.</param>
internal sealed record QuantizedValues(string Name, IReadOnlyList<int> Shape, float Largest, byte[] Values)
{
    /// <summary>Quantizes values. NaN becomes 0, and an infinite value the largest finite one.</summary>
    public static QuantizedValues Of(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
        {
            float size = Math.Abs(value);
            largest = size > largest ? Math.Min(size, float.MaxValue) : largest;
        }

        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length && largest > 0; i++)
        {
            float share = float.IsNaN(values[i]) ? 0 : Math.Clamp(values[i] / largest, -1, 1);
            bytes[i] = (byte)(sbyte)MathF.Round(sbyte.MaxValue * share);
        }

        return new QuantizedValues(name, shape, largest, bytes);
    }
}
