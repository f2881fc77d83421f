namespace ConvGen.Generators.Planning;

/// <summary>Chooses the register tiles of a fully connected layer.</summary>
internal static class DensePlanner
{
    public static DenseSchedule Plan(int inputFloats, int units)
    {
        int vectors = inputFloats / VectorSize.Lanes;
        return new DenseSchedule
        {
            ForwardUnits = ForwardUnits(units),
            ForwardSamples = 2,
            WeightUnits = Math.Min(4, units),
            WeightVectors = Math.Min(3, vectors),
            InputSamples = 4,
            InputVectors = Math.Min(3, vectors),
        };
    }

    /// <summary>Five units times two samples keep ten sums busy; four or six where that leaves no remainder.</summary>
    private static int ForwardUnits(int units)
    {
        int[] preferred = [5, 6, 4];
        foreach (int candidate in preferred)
        {
            if (units % candidate == 0)
            {
                return candidate;
            }
        }

        return Math.Min(units, 5);
    }
}
