using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Kernels;

/// <summary>Zeroed, pinned memory aligned to a cache line, as kernels expect it.</summary>
internal sealed class AlignedFloats
{
    private const int LineFloats = 16;

    private readonly float[] _memory;
    private readonly int _start;
    private readonly int _length;

    public AlignedFloats(int length)
    {
        _memory = GC.AllocateArray<float>(length + LineFloats, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _start = (int)(-address / sizeof(float) & LineFloats - 1);
        _length = length;
    }

    public ref float First => ref _memory[_start];

    public Span<float> Span => _memory.AsSpan(_start, _length);
}
