using ConvGen.Internal;

namespace ConvGen.Tests.Probe;

/// <summary>Memory for networks and trainers that starts, or ends, at an inaccessible page.</summary>
/// <remarks>Memory must be aligned to 64 bytes, so up to 60 bytes may remain between its end and the page. They are
/// filled with a pattern; a check verifies the pattern, and that the zeros that kernels may read after the last float
/// are still zero.</remarks>
internal sealed unsafe class GuardedMemorySource(GuardedSide side) : MemorySource
{
    private const byte Pattern = 0xA5;

    private readonly List<(nint Memory, nuint Bytes)> _allocated = [];

    public override void* Allocate(nuint bytes)
    {
        nuint whole = (bytes + AlignedMemory.Alignment - 1) / AlignedMemory.Alignment * AlignedMemory.Alignment;
        byte* memory = GuardedPages.Allocate(whole, side);
        new Span<byte>(memory + bytes, (int)(whole - bytes)).Fill(Pattern);
        lock (_allocated)
        {
            _allocated.Add(((nint)memory, bytes));
        }

        return memory;
    }

    /// <summary>Does nothing, so that all memory can be checked at the end.</summary>
    public override void Free(void* memory, nuint bytes)
    {
    }

    /// <summary>Checks all memory that was ever allocated.</summary>
    /// <exception cref="InvalidOperationException">A kernel wrote beyond the end of an allocation, or nothing was
    /// allocated.</exception>
    public void CheckEnds()
    {
        const int Slack = AlignedMemory.SlackFloats * sizeof(float);
        lock (_allocated)
        {
            foreach ((nint memory, nuint bytes) in _allocated)
            {
                var slack = new ReadOnlySpan<byte>((byte*)memory + bytes - Slack, Slack);
                int rest = (int)((AlignedMemory.Alignment - bytes % AlignedMemory.Alignment) % AlignedMemory.Alignment);
                var pattern = new ReadOnlySpan<byte>((byte*)memory + bytes, rest);
                if (slack.ContainsAnyExcept((byte)0) || pattern.ContainsAnyExcept(Pattern))
                {
                    throw new InvalidOperationException(
                        $"A kernel wrote beyond the end of an allocation of {(bytes - Slack) / sizeof(float)} floats.");
                }
            }

            if (_allocated.Count == 0)
            {
                throw new InvalidOperationException("Nothing was allocated here.");
            }
        }
    }
}
