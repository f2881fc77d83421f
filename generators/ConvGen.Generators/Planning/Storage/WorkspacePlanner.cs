namespace ConvGen.Generators.Planning.Storage;

/// <summary>Places the buffers of a pass. A buffer lives from the first step that names it to the last one.</summary>
internal static class WorkspacePlanner
{
    /// <param name="steps">All steps of the pass, in order; the first one has the number 1.</param>
    /// <param name="requests">At least the buffers that the steps name.</param>
    /// <param name="result">What is read after the last step.</param>
    public static WorkspacePlan Plan(IReadOnlyList<PassStep> steps, IEnumerable<BufferRequest> requests, Memory result)
    {
        var firstSteps = new Dictionary<string, int>();
        var lastSteps = new Dictionary<string, int>();
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Operand.Reference operand in steps[i].Call.References)
            {
                Use(operand.Where, step: i + 1);
            }
        }

        Use(result, steps.Count + 1);
        var byName = requests.ToDictionary(request => request.Name);
        var allocator = new BufferAllocator();
        foreach (string name in firstSteps.Keys.OrderBy(name => firstSteps[name]))
        {
            BufferRequest request = byName.TryGetValue(name, out BufferRequest found)
                ? found
                : throw new InvalidOperationException($"A step names the buffer {name}, which no stage has asked for.");
            allocator.Add(request, firstSteps[name], lastSteps[name]);
        }

        return allocator.Place();

        void Use(Memory where, int step)
        {
            if (where.BufferName is { } name)
            {
                if (!firstSteps.ContainsKey(name))
                {
                    firstSteps.Add(name, step);
                }

                lastSteps[name] = step;
            }
        }
    }
}
