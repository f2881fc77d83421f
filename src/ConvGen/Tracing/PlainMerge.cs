namespace ConvGen.Tracing;

/// <summary>Computes one value from several.</summary>
internal static class PlainMerge
{
    /// <summary>y[i] = a[i] + b[i].</summary>
    public static void Add(LayerActivation a, LayerActivation b, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a.Values[i] + b.Values[i];
        }
    }

    /// <summary>y[i] = x[i] * s[i], or y[c][i] = x[c][i] * s[c] if there is one factor for each channel.</summary>
    public static void Multiply(LayerActivation x, LayerActivation s, Span<float> y)
    {
        int values = y.Length / s.Values.Length;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x.Values[i] * s.Values[i / values];
        }
    }

    /// <summary>The channels of all values, one after the other.</summary>
    public static void Concat(IReadOnlyList<LayerActivation> parts, Span<float> y)
    {
        foreach (LayerActivation part in parts)
        {
            part.Values.CopyTo(y);
            y = y[part.Values.Length..];
        }
    }
}
