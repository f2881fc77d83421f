namespace ConvGen.Generators.Planning.Dense;

/// <summary>Chooses the register tiles of a fully connected layer.</summary>
internal static class DensePlanner
{
    /// <summary>The most rows of weights that a tile reads at once. A tile reads a few vectors of each row, and the processor does not
    /// prefetch data that is a row apart.</summary>
    private const int MostRowsAtOnce = 16;

    private const int RowsAtOnce = 8;

    /// <summary>
    /// Chooses the tiles. In the forward pass, a weight from the second-level cache should be used for four samples; otherwise the
    /// cache's bandwidth limits the speed. With 16 registers, three units times four samples are twelve sums, two units times five samples
    /// are ten; with 32 there are twice as many, so that an input serves more units. The backward pass needs no more than ten to twelve
    /// sums with any target. For a single sample, the bandwidth is always the limit.
    /// </summary>
    public static DenseSchedule Plan(Target target, int inputFloats, int units)
    {
        int vectors = inputFloats / target.Lanes;

        // The units whose sums fit the registers beside four or five samples.
        int besideFour = target.MaxAccumulators / 4, besideFive = target.MaxAccumulators / 5;
        return new DenseSchedule
        {
            Forward = new SampleTiles(
                Even: new SampleTile(5, Math.Min(besideFive, units)),
                Full: new SampleTile(4, FirstDivisor(units, FromMostToHalf(besideFour))),
                Single: new SampleTile(1, FirstDivisor(units, [5, 6, 4]))),
            WeightUnits = Math.Min(4, units),
            WeightVectors = Math.Min(3, vectors),
            Input = new SampleTiles(
                Even: new SampleTile(5, Math.Min(2, vectors)),
                Full: new SampleTile(4, Math.Min(3, vectors)),
                Single: new SampleTile(1, Math.Min(target.MinIndependentSums, vectors))),
            InputUnits = units > MostRowsAtOnce ? RowsAtOnce : units,
        };
    }

    /// <summary>The numbers from the given one down to half of it, rounded up.</summary>
    private static int[] FromMostToHalf(int most) => [.. Enumerable.Range(0, most / 2 + 1).Select(less => most - less)];

    /// <summary>The first of the preferred sizes that divides the number of units; otherwise the first one.</summary>
    private static int FirstDivisor(int units, int[] preferred)
    {
        foreach (int candidate in preferred)
        {
            if (units % candidate == 0)
            {
                return candidate;
            }
        }

        return Math.Min(units, preferred[0]);
    }
}
