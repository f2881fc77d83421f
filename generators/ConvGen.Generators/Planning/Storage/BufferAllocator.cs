namespace ConvGen.Generators.Planning.Storage;

/// <summary>Places buffers so that two share memory only if their lifetimes do not overlap.</summary>
internal sealed class BufferAllocator
{
    private readonly List<BufferPlan> _requests = [];

    public void Add(BufferRequest request, int firstStep, int lastStep)
    {
        (int first, int last) = request.KeepsZeros ? BufferPlan.Forever : (firstStep, lastStep);
        if (request.Floats > 0)
        {
            _requests.Add(new BufferPlan(request.Name, request.Type, CacheLines.Padded(request.Floats), first, last, Offset: 0));
        }
    }

    /// <summary>Places the largest buffers first, each at the first gap that fits. For chains of layers the result is within a few per
    /// cent of the optimum.</summary>
    public WorkspacePlan Place()
    {
        var placed = new List<BufferPlan>();
        foreach (BufferPlan request in _requests.OrderByDescending(request => request.Floats))
        {
            int offset = 0;
            foreach (BufferPlan neighbour in placed.Where(request.LivesBeside).OrderBy(neighbour => neighbour.Offset))
            {
                if (offset + request.Floats <= neighbour.Offset)
                {
                    break;
                }

                offset = Math.Max(offset, neighbour.End);
            }

            placed.Add(request with { Offset = offset });
        }

        int floats = placed.Count == 0 ? 0 : placed.Max(buffer => buffer.End);
        return new WorkspacePlan(_requests.ConvertAll(request => placed.Find(buffer => buffer.Name == request.Name)), floats);
    }
}
