namespace ConvGen.Generators.Planning.Dense;

/// <summary>Chooses the register tiles of a fully connected layer.</summary>
internal static class DensePlanner
{
    /// <summary>The most rows of weights that a tile reads at once. A tile reads a few vectors of each row, and the processor does not
    /// prefetch data that is a row apart.</summary>
    private const int MostRowsAtOnce = 16;

    private const int RowsAtOnce = 8;

    private const int MostBlockVectors = 4;

    /// <summary>
    /// Chooses the tiles. In the forward pass, a weight from the second-level cache should be used for four samples; otherwise the
    /// cache's bandwidth limits the speed. With 16 registers, three units times four samples are twelve sums, two units times five samples
    /// are ten; with 32 there are twice as many, so that an input serves more units. The backward pass needs no more than ten to twelve
    /// sums with any target. For a single sample, the bandwidth is always the limit.
    /// </summary>
    /// <param name="input">The layout of the input.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="isFirst">Whether the input is that of the network.</param>
    public static DenseSchedule Plan(ActivationLayout input, int units, bool isFirst)
    {
        Target target = input.Target;
        int vectors = input.SampleStride / target.Lanes;
        UnitLanesForward unitLanes = PlanUnitLanes(input, units, isFirst);
        InputLanesForward inputLanes = PlanInputLanes(target, units);
        return new DenseSchedule
        {
            Forward = inputLanes,
            Prediction = PrefersUnitLanes(target, unitLanes, vectors, units) ? unitLanes : inputLanes,
            WeightUnits = Math.Min(4, units),
            WeightVectors = Math.Min(3, vectors),
            Input = new SampleTiles(
                Even: new SampleTile(5, Math.Min(2, vectors)),
                Full: [new SampleTile(4, Math.Min(3, vectors))],
                Single: new SampleTile(1, Math.Min(target.MinIndependentSums, vectors))),
            InputUnits = units > MostRowsAtOnce ? RowsAtOnce : units,
        };
    }

    private static InputLanesForward PlanInputLanes(Target target, int units)
    {
        // The units whose sums fit the registers beside four or five samples.
        int besideFour = target.MaxAccumulators / 4, besideFive = target.MaxAccumulators / 5;
        return new InputLanesForward
        {
            Tiles = new SampleTiles(
                Even: new SampleTile(5, Math.Min(besideFive, units)),
                Full: [new SampleTile(4, FirstDivisor(units, FromMostToHalf(besideFour)))],
                Single: new SampleTile(1, FirstDivisor(units, [5, 6, 4]))),
        };
    }

    /// <summary>Blocks of at most four vectors, so that the weights of an input are four cache lines next to each other. With eight samples
    /// per tile, or four that have two sums each, the weights from the second-level cache are used often enough; a single sample reads a
    /// block as one stream.</summary>
    private static UnitLanesForward PlanUnitLanes(ActivationLayout input, int units, bool isFirst)
    {
        Target target = input.Target;
        EquatableArray<UnitBlock> blocks = [.. BlocksOf(target, units)];
        SampleTile Tile(int samples) => new(samples, Math.Min(MostBlockVectors, target.MaxAccumulators / samples));
        bool fitEight = blocks.All(block => block.SumsPerOutput == 1);
        return new UnitLanesForward
        {
            Blocks = blocks,
            Inputs = InputRuns.Of(input),
            PrefetchesInput = isFirst && input.IsChannelMajor,
            Tiles = new SampleTiles(Even: null, Full: fitEight ? [Tile(8), Tile(4)] : [Tile(4)], Single: Tile(1)),
        };
    }

    /// <summary>The units in as few blocks as possible, whose sizes differ by at most a vector; the larger ones first.</summary>
    private static IEnumerable<UnitBlock> BlocksOf(Target target, int units)
    {
        int vectors = target.Vectors(units);
        int blocks = (vectors + MostBlockVectors - 1) / MostBlockVectors;
        int first = 0;
        for (int block = 0; block < blocks; block++)
        {
            int size = (vectors - first + blocks - block - 1) / (blocks - block);
            int firstUnit = first * target.Lanes;
            int lanes = size * target.Lanes;
            yield return new UnitBlock(firstUnit, Math.Min(lanes, units - firstUnit), size, lanes);
            first += size;
        }
    }

    /// <summary>Compares the cycles per sample; two multiply-adds start per cycle. Dot products read several streams of weights, and have
    /// lanes to add up. A single vector of units gains little, because each multiply-add needs a broadcast input, and is not worth the
    /// code.</summary>
    private static bool PrefersUnitLanes(Target target, UnitLanesForward forward, int inputVectors, int units)
    {
        int vectors = forward.Blocks.Sum(block => block.Vectors);
        double cycles = forward.Inputs.Count * forward.Inputs.Length * vectors / 2.0 * 1.05;
        double cyclesOfDotProducts = units * (inputVectors / 2.0 * 1.2 + target.Costs.LaneSumCycles);
        return target.MayPutUnitsInLanes && vectors > 1 && cycles < cyclesOfDotProducts;
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
