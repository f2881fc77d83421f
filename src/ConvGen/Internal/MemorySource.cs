using System.Runtime.InteropServices;

namespace ConvGen.Internal;

/// <summary>Allocates the memory of <see cref="AlignedMemory"/>, by default from the heap. A test replaces it by a source that
/// surrounds memory with inaccessible pages, to detect kernels that read or write out of bounds.</summary>
internal unsafe class MemorySource
{
    /// <summary>The source of new allocations. Existing memory is returned to the source that it came from.</summary>
    public static MemorySource Current { get; set; } = new();

    /// <summary>Allocates memory on an <see cref="AlignedMemory.Alignment"/> boundary, with any content.</summary>
    /// <exception cref="OutOfMemoryException">The system does not have enough memory.</exception>
    public virtual void* Allocate(nuint bytes) => NativeMemory.AlignedAlloc(bytes, AlignedMemory.Alignment);

    /// <summary>Frees memory.</summary>
    public virtual void Free(void* memory, nuint bytes) => NativeMemory.AlignedFree(memory);
}
