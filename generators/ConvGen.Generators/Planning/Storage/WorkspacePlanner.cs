namespace ConvGen.Generators.Planning.Storage;

/// <summary>Places the buffers of a pass. The lifetime of a buffer is from the first step that uses it to the last one.</summary>
internal static class WorkspacePlanner
{
    /// <param name="steps">All steps of the pass, in order; they are numbered from 1.</param>
    /// <param name="requests">The buffers that the steps use; others are ignored.</param>
    /// <param name="results">The memory that is read after the last step.</param>
    public static WorkspacePlan Plan(
        IReadOnlyList<PassStep> steps, IEnumerable<BufferRequest> requests, IEnumerable<Memory> results)
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

        foreach (Memory result in results)
        {
            Use(result, steps.Count + 1);
        }

        var byName = requests.ToDictionary(request => request.Name);
        var allocator = new BufferAllocator();
        foreach (string name in firstSteps.Keys.OrderBy(name => firstSteps[name]))
        {
            BufferRequest request = byName.TryGetValue(name, out BufferRequest found)
                ? found
                : throw new InvalidOperationException($"A step uses the buffer {name}, which was not requested.");
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
