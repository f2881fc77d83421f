namespace ConvGen.Generators.Planning.Convolution.Backward;

/// <summary>A register tile of a filter's runs: the weights, or pixels of a receptive field, that one loop over a list processes.</summary>
/// <param name="Sets">The number of sets of runs: all of them, or one.</param>
/// <param name="Runs">The number of runs of a set; all runs if the tile has all sets.</param>
/// <param name="Vectors">The number of vectors of a run.</param>
/// <param name="FullTiles">The number of full tiles along a run.</param>
/// <param name="LastVectors">The vectors of the last, smaller tile along a run; zero if there is none.</param>
internal sealed record RunTile(int Sets, int Runs, int Vectors, int FullTiles, int LastVectors)
{
    /// <summary>The number of sums in registers, or of weights.</summary>
    public int Sums => Sets * Runs * Vectors;

    /// <summary>Returns the number of tiles that cover a filter, which is how often its list is read.</summary>
    public int Count(ConvKernelLayout kernel) =>
        kernel.Sets / Sets * (kernel.Runs / Runs) * (FullTiles + (LastVectors > 0 ? 1 : 0));

    /// <summary>Chooses the largest tile of whole runs that fits the registers, or of a part of one run.</summary>
    public static RunTile OfWholeRuns(ConvKernelLayout kernel)
    {
        int mostSums = kernel.Target.MaxAccumulatorsWithFoldedLoads;
        if (kernel.Sets * kernel.Runs * kernel.RunVectors <= mostSums)
        {
            return Of(kernel, kernel.Sets, kernel.Runs, kernel.RunVectors);
        }

        int vectors = PartOfRun(kernel, mostSums);
        return Of(kernel, 1, ConvPlanner.LargestDivisor(kernel.Runs, mostSums / vectors), vectors);
    }

    /// <summary>
    /// Chooses the tile that covers a filter with the fewest loops over its list: whole runs, or the same part of all runs of a set. Every
    /// loop loads and broadcasts the entries of the list again, and ends with a branch that the processor cannot predict.
    /// </summary>
    public static RunTile OfFewestLoops(ConvKernelLayout kernel)
    {
        RunTile whole = OfWholeRuns(kernel);
        int mostVectors = kernel.Target.MaxAccumulatorsWithFoldedLoads / kernel.Runs;
        if (!kernel.Target.TilesCrossRuns || whole.Runs == kernel.Runs || mostVectors == 0)
        {
            return whole;
        }

        RunTile across = Of(kernel, 1, kernel.Runs, PartOfRun(kernel, mostVectors));
        return across.Count(kernel) < whole.Count(kernel) ? across : whole;
    }

    /// <summary>Divides a run into equal parts of at most the given number of vectors; the last one may be smaller.</summary>
    private static int PartOfRun(ConvKernelLayout kernel, int mostVectors)
    {
        int parts = (kernel.RunVectors + mostVectors - 1) / mostVectors;
        int vectors = (kernel.RunVectors + parts - 1) / parts;
        while (kernel.HasForeignLanes && kernel.RunVectors > vectors && kernel.RunVectors % vectors == 0)
        {
            // Lanes after the end of a run can only be masked in a tile that ends there.
            vectors--;
        }

        return vectors;
    }

    private static RunTile Of(ConvKernelLayout kernel, int sets, int runs, int vectors) =>
        new(sets, runs, vectors, kernel.RunVectors / vectors, kernel.RunVectors % vectors);
}
