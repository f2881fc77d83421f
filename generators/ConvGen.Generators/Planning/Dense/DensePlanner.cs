namespace ConvGen.Generators.Planning.Dense;

/// <summary>Chooses the register tiles of a fully connected layer.</summary>
internal static class DensePlanner
{
    /// <summary>The most rows of weights that a tile reads at once. A tile reads a few vectors of each row, and the processor does not
    /// prefetch data that is a row apart.</summary>
    private const int MostRowsAtOnce = 16;

    private const int RowsAtOnce = 8;

    /// <summary>The number of sums that 32 registers hold beside their operands.</summary>
    private const int SumsOf32Registers = 24;

    /// <summary>
    /// Chooses the tiles. In the forward pass, a weight from the second-level cache should be used for four samples; otherwise the
    /// cache's bandwidth limits the speed. With 16 registers, three units times four samples are twelve sums, two units times five samples
    /// are ten; with 32, there are about twice as many. For a single sample, the bandwidth is always the limit.
    /// </summary>
    public static DenseSchedule Plan(Target target, int inputFloats, int units)
    {
        int vectors = inputFloats / target.Lanes;
        bool hasManyRegisters = target.MaxAccumulators >= SumsOf32Registers;
        int weightUnits = hasManyRegisters ? FirstDivisor(units, [4, 3]) : Math.Min(4, units);
        return new DenseSchedule
        {
            Forward = new SampleTiles(
                Even: new SampleTile(5, Math.Min(hasManyRegisters ? 4 : 2, units)),
                Full: new SampleTile(4, FirstDivisor(units, hasManyRegisters ? [5, 6, 4] : [3, 2])),
                Single: new SampleTile(1, FirstDivisor(units, [5, 6, 4]))),
            WeightUnits = weightUnits,
            WeightVectors = hasManyRegisters
                ? FirstDivisor(vectors, weightUnits == 4 ? [6, 5] : [8, 7, 6])
                : Math.Min(3, vectors),
            Input = new SampleTiles(
                Even: new SampleTile(5, Math.Min(hasManyRegisters ? 4 : 2, vectors)),
                Full: new SampleTile(4, hasManyRegisters ? FirstDivisor(vectors, [6, 5, 4]) : Math.Min(3, vectors)),
                Single: new SampleTile(1, Math.Min(target.MinIndependentSums, vectors))),
            InputUnits = units > MostRowsAtOnce ? RowsAtOnce : units,
        };
    }

    /// <summary>The first of the preferred sizes that divides the number of units or vectors; otherwise the first one.</summary>
    private static int FirstDivisor(int count, int[] preferred)
    {
        foreach (int candidate in preferred)
        {
            if (count % candidate == 0)
            {
                return candidate;
            }
        }

        return Math.Min(count, preferred[0]);
    }
}
