namespace ConvGen.Schedules;

/// <summary>Half a cosine from one value to another: flat at both ends.</summary>
internal static class Arc
{
    /// <summary>The value at a share of the way, 0 to 1.</summary>
    public static double Between(double from, double to, double share) => to + (from - to) * ((1 + Math.Cos(Math.PI * share)) / 2);
}
