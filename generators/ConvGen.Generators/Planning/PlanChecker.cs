namespace ConvGen.Generators.Planning;

/// <summary>
/// Checks the invariants of a plan between planning and rendering. A violation is a bug in the compiler; stopping here is better than
/// generating code that computes wrong numbers.
/// </summary>
internal static class PlanChecker
{
    public static void Check(NetworkPlan plan)
    {
        CheckValues(plan, plan.Prediction);
        CheckParameters(plan);
        CheckPieces(plan);
        CheckBuffers(plan.Prediction);
        if (plan.Training is { } training)
        {
            CheckValues(plan, training);
            CheckBuffers(training);
        }

        TargetChecker.Check(plan);
        foreach (ConvStage stage in plan.Convolutions)
        {
            CheckFilters(stage);
            CheckBudget(stage);
        }
    }

    /// <summary>Checks that every value is written once, before it is read, and read in the layout in which it is written.</summary>
    private static void CheckValues(NetworkPlan plan, PassPlan pass)
    {
        var written = new Dictionary<int, ActivationLayout> { [0] = plan.Input };
        foreach (StagePlan stage in pass.Stages)
        {
            Require(
                stage.Inputs.Count == stage.Values.Inputs.Count
                    && stage.Values.Inputs.Zip(stage.Inputs, (value, layout) => (value, layout)).All(read =>
                        written.TryGetValue(read.value, out ActivationLayout layout) && read.layout == layout),
                $"{stage.Name} reads what earlier stages write");

            Require(!written.ContainsKey(stage.Values.Output), $"{stage.Name} is the only stage that writes its output");
            written.Add(stage.Values.Output, stage.Output);
        }
    }

    private static void CheckParameters(NetworkPlan plan)
    {
        int end = 0;
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            Require(parameter.Offset == end, $"{parameter.Name} starts where the parameter before it ends");
            Require(parameter.Offset % 16 == 0, $"{parameter.Name} starts a cache line");
            int last = parameter.Dimensions.Sum(dimension => (dimension.Size - 1) * dimension.Stride);
            Require(last < parameter.Floats, $"{parameter.Name} ends inside its memory");
            end += parameter.Floats;
        }

        Require(end == plan.ParameterFloats, "the parameters fill the internal vector");
    }

    private static void CheckPieces(NetworkPlan plan)
    {
        int end = 0;
        foreach (PackedPiece piece in plan.PackedPieces)
        {
            Require(piece.Offset >= end && piece.Offset < piece.End, $"the packed pieces of {piece.Stage.Name} do not overlap");
            Require(piece.Offset % 16 == 0 && piece.End % 16 == 0, $"the packed pieces of {piece.Stage.Name} are cache lines");
            end = piece.End;
        }

        Require(end <= plan.ParameterFloats, "the packed pieces lie inside the internal vector");
    }

    private static void CheckBuffers(PassPlan pass)
    {
        WorkspacePlan workspace = pass.Workspace;
        for (int i = 0; i < workspace.Buffers.Count; i++)
        {
            BufferPlan one = workspace.Buffers[i];
            Require(one.Offset >= 0 && one.End <= workspace.Floats, $"{one.Name} lies inside the workspace");
            foreach (BufferPlan other in workspace.Buffers.Skip(i + 1))
            {
                bool overlap = one.Offset < other.End && other.Offset < one.End;
                Require(!(overlap && one.LivesBeside(other)), $"{one.Name} and {other.Name} do not share memory while both live");
            }
        }
    }

    private static void CheckFilters(ConvStage stage)
    {
        var covered = stage.Forward.FilterBlocks
            .SelectMany(block => block.FirstFilters.SelectMany(first => Enumerable.Range(first, block.Filters))).ToList();
        Require(
            covered.Count >= stage.Conv.Output.Channels && covered.SequenceEqual(Enumerable.Range(0, covered.Count)),
            $"the blocks of {stage.Name} cover every filter once");
        if (stage.Forward is PixelLanesForward pixels)
        {
            int width = pixels.RowTiles * pixels.OutputColumns + (pixels.EndsInHalves ? pixels.OutputColumns / 2 : 0);
            Require(width >= stage.Output.Shape.Width, $"the tiles of {stage.Name} cover every output of a row");
            Require(pixels.OutputColumns <= stage.Output.Shape.Width, $"a row of {stage.Name} holds a tile");
        }

        foreach (DirectBlock block in DirectBlocks(stage))
        {
            Require(
                block.FullTiles * block.TileOutputs + block.LastTileOutputs == stage.Output.Shape.Width,
                $"the tiles of {stage.Name} cover every output of a row");
        }
    }

    private static EquatableArray<DirectBlock> DirectBlocks(ConvStage stage) => (stage.Forward as DirectForward)?.Blocks ?? [];

    private static void CheckBudget(ConvStage stage)
    {
        foreach (DirectBlock block in DirectBlocks(stage))
        {
            int body = block.Sums(block.TileOutputs) * block.Unroll;
            int rest = block.Sums(block.LastTileOutputs) * block.Unroll;
            Require(body <= JitBudget.MaxFusedMultiplyAddsPerLoop, $"the loop body of {stage.Name} stays within the JIT budget");
            Require(
                body + rest <= JitBudget.MaxFusedMultiplyAddsPerMethod,
                $"the kernel of {stage.Name} stays within the JIT budget");
        }
    }

    /// <exception cref="InvalidOperationException">The invariant is violated.</exception>
    public static void Require(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"A plan broke an invariant: {invariant}.");
        }
    }
}
