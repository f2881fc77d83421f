using ConvGen.Internal;

namespace ConvGen.Tests.Probe;

/// <summary>Memory for networks and trainers that starts, or ends, at an inaccessible page.</summary>
/// <remarks>
/// It has to lie on a boundary of 64 bytes, so that up to 60 bytes may be left between the end and the page. They are filled with
/// a pattern, and whoever asks learns whether it is still there, and whether the zeros that kernels may read behind the last
/// float are still zeros.
/// </remarks>
internal sealed unsafe class GuardedMemorySource(GuardedSide side) : MemorySource
{
    private const byte Pattern = 0xA5;

    private readonly List<(nint Memory, nuint Bytes)> allocated = [];

    public override void* Allocate(nuint bytes)
    {
        nuint whole = (bytes + AlignedMemory.Alignment - 1) / AlignedMemory.Alignment * AlignedMemory.Alignment;
        byte* memory = GuardedPages.Allocate(whole, side);
        new Span<byte>(memory + bytes, (int)(whole - bytes)).Fill(Pattern);
        lock (allocated)
        {
            allocated.Add(((nint)memory, bytes));
        }

        return memory;
    }

    /// <summary>Nothing: what was allocated can then be looked at to the end.</summary>
    public override void Free(void* memory, nuint bytes)
    {
    }

    /// <summary>Looks at all memory that was ever allocated.</summary>
    /// <exception cref="InvalidOperationException">Somebody wrote behind a piece of it, or there is none.</exception>
    public void CheckEnds()
    {
        const int Slack = AlignedMemory.SlackFloats * sizeof(float);
        lock (allocated)
        {
            foreach ((nint memory, nuint bytes) in allocated)
            {
                var slack = new ReadOnlySpan<byte>((byte*)memory + bytes - Slack, Slack);
                int rest = (int)((AlignedMemory.Alignment - bytes % AlignedMemory.Alignment) % AlignedMemory.Alignment);
                var pattern = new ReadOnlySpan<byte>((byte*)memory + bytes, rest);
                if (slack.ContainsAnyExcept((byte)0) || pattern.ContainsAnyExcept(Pattern))
                {
                    throw new InvalidOperationException(
                        $"Somebody wrote behind the {(bytes - Slack) / sizeof(float)} floats of a piece of memory.");
                }
            }

            if (allocated.Count == 0)
            {
                throw new InvalidOperationException("Nothing was allocated here.");
            }
        }
    }
}
