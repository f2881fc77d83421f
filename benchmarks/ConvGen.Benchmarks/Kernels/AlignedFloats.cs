using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Kernels;

/// <summary>Zeroed, pinned memory aligned to a cache line, as kernels expect it.</summary>
internal sealed class AlignedFloats
{
    private const int LineFloats = 16;

    private readonly float[] memory;
    private readonly int start;
    private readonly int length;

    public AlignedFloats(int length)
    {
        memory = GC.AllocateArray<float>(length + LineFloats, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        start = (int)(-address / sizeof(float) & LineFloats - 1);
        this.length = length;
    }

    public ref float First => ref memory[start];

    public Span<float> Span => memory.AsSpan(start, length);
}
