namespace ConvGen.Generators.Planning;

/// <summary>Gives stages with equal plans one set of kernels, so that generated code does not grow with repeated layers.</summary>
internal sealed class KernelSharing
{
    private readonly Dictionary<StagePlan, string> _names = [];
    private readonly Dictionary<(string Part, object Plan), string> _parts = [];

    /// <summary>Returns the stage with the kernels of the first stage with an equal <see cref="StagePlan.ToKernelPlan"/>. If there is none,
    /// single parts may still be those of an earlier stage.</summary>
    public StagePlan Share(StagePlan stage)
    {
        StagePlan kernels = stage.ToKernelPlan();
        if (!_names.TryGetValue(kernels, out string name))
        {
            name = stage.Name;
            _names.Add(kernels, name);
        }

        return stage with { KernelName = name, BorrowedParts = [.. BorrowParts(stage, name)] };
    }

    private IEnumerable<BorrowedPart> BorrowParts(StagePlan stage, string name)
    {
        foreach ((string Part, object Plan) part in stage.PartPlans)
        {
            if (!_parts.TryGetValue(part, out string owner))
            {
                _parts.Add(part, name);
            }
            else if (stage.BorrowsParts && owner != name)
            {
                yield return new BorrowedPart(part.Part, owner);
            }
        }
    }
}
