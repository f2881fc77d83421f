using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvGen.Internal;

/// <summary>Native floats on a 64-byte boundary, zero at first, freed when nobody refers to them any more.</summary>
/// <remarks>
/// Whoever works on <see cref="Pointer"/> keeps this object reachable (a local and <see cref="GC.KeepAlive"/>) until the work
/// is done. Only an owner who can rule out such work may dispose it; all others leave it to the garbage collector.
/// </remarks>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    /// <summary>A cache line, which is also two vectors of the kernels.</summary>
    public const int Alignment = 64;

    /// <summary>Floats of a cache line.</summary>
    public const int LineFloats = Alignment / sizeof(float);

    /// <summary>Readable zeros behind the end, so that a kernel may load a whole vector from the last float on.</summary>
    public const int SlackFloats = LineFloats;

    private readonly MemorySource source = MemorySource.Current;
    private readonly nuint bytes;

    /// <param name="floats">How many floats, not negative.</param>
    /// <exception cref="OutOfMemoryException">The system has not that much memory.</exception>
    public AlignedMemory(int floats)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        Length = floats;
        bytes = ((nuint)floats + SlackFloats) * sizeof(float);
        void* memory = source.Allocate(bytes);
        NativeMemory.Clear(memory, bytes);
        SetHandle((nint)memory);

        // Without it a collector that sees a few small objects would let gigabytes behind them pile up.
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>Floats that were asked for.</summary>
    public int Length { get; }

    /// <summary>The first float.</summary>
    public float* Pointer => (float*)handle;

    /// <summary>The first float, as the passes take it.</summary>
    public ref float First => ref Unsafe.AsRef<float>(Pointer);

    /// <summary>All floats that were asked for.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>So many floats, rounded up to whole cache lines.</summary>
    public static int WholeLines(int floats) => checked(floats + LineFloats - 1) / LineFloats * LineFloats;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        source.Free((void*)handle, bytes);
        GC.RemoveMemoryPressure((long)bytes);
        return true;
    }
}
