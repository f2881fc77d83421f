using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ConvGen.Tests.Probe;

/// <summary>The side of an allocation that adjoins an inaccessible page.</summary>
public enum GuardedSide
{
    /// <summary>The first byte follows an inaccessible page.</summary>
    Start,

    /// <summary>The last byte precedes an inaccessible page.</summary>
    End,
}

/// <summary>Whole pages of memory between two inaccessible pages: an access outside them ends the process.</summary>
internal static unsafe class GuardedPages
{
    private static readonly nuint Page = (nuint)Environment.SystemPageSize;

    /// <summary>Allocates zeroed memory that starts or ends at an inaccessible page; returns the address of its first
    /// byte.</summary>
    /// <param name="bytes">A length; the pages are never given back.</param>
    /// <param name="side">The side that adjoins an inaccessible page.</param>
    /// <exception cref="Win32Exception">The operating system failed to allocate.</exception>
    public static byte* Allocate(nuint bytes, GuardedSide side)
    {
        nuint inside = Math.Max((bytes + Page - 1) / Page, 1) * Page;
        byte* first = Reserve(inside + 2 * Page) + Page;
        Open(first, inside);
        return side == GuardedSide.Start ? first : first + (inside - bytes);
    }

    /// <summary>Address space without access.</summary>
    private static byte* Reserve(nuint bytes)
    {
        void* memory = OperatingSystem.IsWindows()
            ? Windows.VirtualAlloc(null, bytes, Windows.Reserve, Windows.NoAccess)
            : Unix.MemoryMap(null, bytes, Unix.NoAccess, Unix.PrivateAnonymous, -1, 0);
        return memory == null || (nint)memory == -1 ? throw new Win32Exception() : (byte*)memory;
    }

    /// <summary>Makes a part of it readable and writable.</summary>
    private static void Open(byte* first, nuint bytes)
    {
        bool isOpen = OperatingSystem.IsWindows()
            ? Windows.VirtualAlloc(first, bytes, Windows.Commit, Windows.ReadWrite) != null
            : Unix.MemoryProtect(first, bytes, Unix.ReadWrite) == 0;
        if (!isOpen)
        {
            throw new Win32Exception();
        }
    }

    private static class Windows
    {
        public const uint Reserve = 0x2000, Commit = 0x1000, NoAccess = 1, ReadWrite = 4;

        [DllImport("kernel32", SetLastError = true)]
        public static extern void* VirtualAlloc(void* address, nuint bytes, uint kind, uint protection);
    }

    private static class Unix
    {
        public const int NoAccess = 0, ReadWrite = 1 | 2;

        public static readonly int PrivateAnonymous = OperatingSystem.IsMacOS() ? 0x0002 | 0x1000 : 0x02 | 0x20;

        [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
        public static extern void* MemoryMap(void* address, nuint bytes, int protection, int flags, int file, nint offset);

        [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
        public static extern int MemoryProtect(void* address, nuint bytes, int protection);
    }
}
