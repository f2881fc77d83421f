namespace ConvGen.Schedules;

/// <summary>Interpolates along half a cosine, which is flat at both ends.</summary>
internal static class Arc
{
    /// <summary>Returns the value at a position between 0 and 1.</summary>
    public static double Between(double from, double to, double share) => to + (from - to) * ((1 + Math.Cos(Math.PI * share)) / 2);
}
