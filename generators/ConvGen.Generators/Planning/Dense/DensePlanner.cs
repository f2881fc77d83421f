namespace ConvGen.Generators.Planning.Dense;

/// <summary>Chooses the register tiles of a fully connected layer.</summary>
internal static class DensePlanner
{
    /// <summary>More rows of weights than this are not read all at once: a tile takes a few vectors of each, and what lies a row apart
    /// the processor cannot fetch ahead.</summary>
    private const int MostRowsAtOnce = 16;

    private const int RowsAtOnce = 8;

    /// <summary>
    /// Forward, a weight that comes from the second-level cache should serve four samples, or its bandwidth bounds the product: three
    /// units times four samples make twelve sums, two units times five samples ten. One sample alone is bound by that bandwidth in any
    /// case.
    /// </summary>
    public static DenseSchedule Plan(Target target, int inputFloats, int units)
    {
        int vectors = inputFloats / target.Lanes;
        return new DenseSchedule
        {
            Forward = new SampleTiles(
                Even: new SampleTile(5, Math.Min(2, units)),
                Full: new SampleTile(4, FirstDivisor(units, [3, 2])),
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

    /// <summary>The first of the preferred sizes that leaves no remainder, else the first of all.</summary>
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
