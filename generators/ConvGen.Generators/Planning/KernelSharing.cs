namespace ConvGen.Generators.Planning;

/// <summary>Gives stages with equal plans one set of kernels, so that generated code does not grow with repeated layers.</summary>
internal sealed class KernelSharing
{
    private readonly Dictionary<StagePlan, string> _names = [];

    /// <summary>Returns the stage with the kernels of the first stage with an equal <see cref="StagePlan.ToKernelPlan"/>.</summary>
    public StagePlan Share(StagePlan stage)
    {
        StagePlan kernels = stage.ToKernelPlan();
        if (!_names.TryGetValue(kernels, out string name))
        {
            name = stage.Name;
            _names.Add(kernels, name);
        }

        return stage with { KernelName = name };
    }
}
