using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvGen.Internal;

/// <summary>Native floats on a 64-byte boundary, initially zero, freed by the finalizer.</summary>
/// <remarks>
/// Code that uses <see cref="Pointer"/> must keep this object reachable (with a local and <see cref="GC.KeepAlive"/>) until it
/// is done. Dispose it only if no such use is possible; otherwise leave it to the garbage collector.
/// </remarks>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    /// <summary>The size of a cache line in bytes.</summary>
    public const int Alignment = 64;

    /// <summary>The number of floats of a cache line.</summary>
    public const int LineFloats = Alignment / sizeof(float);

    /// <summary>Readable zeros after the end, so that a kernel may load a whole vector that starts at the last float.</summary>
    public const int SlackFloats = LineFloats;

    private readonly MemorySource _source = MemorySource.Current;
    private readonly nuint _bytes;

    /// <param name="floats">The number of floats, not negative.</param>
    /// <exception cref="OutOfMemoryException">The system does not have enough memory.</exception>
    public AlignedMemory(int floats)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        Length = floats;
        _bytes = ((nuint)floats + SlackFloats) * sizeof(float);
        void* memory = _source.Allocate(_bytes);
        NativeMemory.Clear(memory, _bytes);
        SetHandle((nint)memory);

        // Otherwise the garbage collector would see only a few small objects while gigabytes of native memory pile up.
        GC.AddMemoryPressure((long)_bytes);
    }

    /// <summary>The number of floats, without padding.</summary>
    public int Length { get; }

    /// <summary>A pointer to the first float.</summary>
    public float* Pointer => (float*)handle;

    /// <summary>A reference to the first float, for the passes.</summary>
    public ref float First => ref Unsafe.AsRef<float>(Pointer);

    /// <summary>All floats, without padding.</summary>
    public Span<float> Span => new(Pointer, Length);

    /// <summary>Rounds a number of floats up to whole cache lines.</summary>
    public static int WholeLines(int floats) => checked(floats + LineFloats - 1) / LineFloats * LineFloats;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _source.Free((void*)handle, _bytes);
        GC.RemoveMemoryPressure((long)_bytes);
        return true;
    }
}
