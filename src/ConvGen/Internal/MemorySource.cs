using System.Runtime.InteropServices;

namespace ConvGen.Internal;

/// <summary>Where <see cref="AlignedMemory"/> comes from: the heap. A test puts another one in its place, whose memory lies
/// between inaccessible pages, so that no kernel reads or writes beside it unseen.</summary>
internal unsafe class MemorySource
{
    /// <summary>The source of what is allocated from now on; what exists goes back to the one that it came from.</summary>
    public static MemorySource Current { get; set; } = new();

    /// <summary>Memory on an <see cref="AlignedMemory.Alignment"/> boundary, with any content.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much memory.</exception>
    public virtual void* Allocate(nuint bytes) => NativeMemory.AlignedAlloc(bytes, AlignedMemory.Alignment);

    /// <summary>Takes it back.</summary>
    public virtual void Free(void* memory, nuint bytes) => NativeMemory.AlignedFree(memory);
}
