namespace ConvGen.Generators.Planning;

/// <summary>Places buffers so that two share memory only where their lifetimes do not meet.</summary>
internal sealed class BufferAllocator
{
    private readonly List<BufferPlan> requests = [];

    public void Add(string name, int floats, int firstStep, int lastStep)
    {
        if (floats > 0)
        {
            requests.Add(new BufferPlan(name, VectorSize.CacheLines(floats), firstStep, lastStep, Offset: 0));
        }
    }

    public void AddForever(string name, int floats) => Add(name, floats, BufferPlan.Forever.First, BufferPlan.Forever.Last);

    /// <summary>First fit, the largest first: for chains of layers within a few per cent of the best, and simple.</summary>
    public WorkspacePlan Place()
    {
        var placed = new List<BufferPlan>();
        foreach (BufferPlan request in requests.OrderByDescending(request => request.Floats))
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
        return new WorkspacePlan(requests.ConvertAll(request => placed.Find(buffer => buffer.Name == request.Name)), floats);
    }
}
