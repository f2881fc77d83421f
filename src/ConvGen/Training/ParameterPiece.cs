using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.Training;

/// <summary>Parameters that one thread updates together, and packs if kernels read them packed.</summary>
/// <param name="Start">The first float in the internal vector, a multiple of 16.</param>
/// <param name="End">One past the last float, a multiple of 16.</param>
/// <param name="Packed">The index of the program's packed piece, or <see cref="None"/>.</param>
internal sealed record ParameterPiece(int Start, int End, int Packed)
{
    /// <summary>The <see cref="Packed"/> of parameters that kernels read unpacked.</summary>
    public const int None = -1;

    /// <summary>16 KiB of each array: distributing smaller pieces would cost more than it saves.</summary>
    private const int MostFloats = 4096;

    /// <summary>Cuts all trainable parameters of a network into pieces, in order.</summary>
    /// <exception cref="ArgumentException">The program's packed pieces overlap, do not start and end at cache lines, or leave
    /// the vector.</exception>
    public static ParameterPiece[] Cut(NetworkProgram program)
    {
        List<ParameterPiece> pieces = [];
        int end = 0;
        for (int i = 0; i < program.PackedPieces.Count; i++)
        {
            PackedPiece packed = program.PackedPieces[i];
            Check(packed, end, program);
            AddUnpacked(pieces, end, packed.Offset, program);
            end = packed.Offset + packed.Floats;
            pieces.Add(new ParameterPiece(packed.Offset, end, i));
        }

        AddUnpacked(pieces, end, program.ParameterFloats, program);
        return [.. pieces];
    }

    /// <summary>Divides the pieces evenly: returns, for every worker, the end of its share.</summary>
    public static int[] Share(ParameterPiece[] pieces, int workers)
    {
        int[] ends = new int[workers];
        int floats = pieces is [.., var last] ? last.End : 0;
        int piece = 0;
        for (int worker = 0; worker < workers; worker++)
        {
            long bound = (worker + 1L) * floats / workers;
            while (piece < pieces.Length && ((long)pieces[piece].Start + pieces[piece].End) / 2 < bound)
            {
                piece++;
            }

            ends[worker] = piece;
        }

        return ends;
    }

    private static void AddUnpacked(List<ParameterPiece> pieces, int start, int end, NetworkProgram program)
    {
        foreach (ParameterLayout statistics in program.Parameters.Where(parameter => !parameter.IsTrainable))
        {
            if (statistics.Offset >= start && statistics.Offset < end)
            {
                Add(pieces, start, statistics.Offset);
                start = AlignedMemory.WholeLines(statistics.End);
            }
        }

        Add(pieces, start, end);
    }

    private static void Add(List<ParameterPiece> pieces, int start, int end)
    {
        for (; start < end; start += MostFloats)
        {
            pieces.Add(new ParameterPiece(start, Math.Min(start + MostFloats, end), None));
        }
    }

    // These numbers become native addresses without further checks.
    private static void Check(PackedPiece packed, int end, NetworkProgram program)
    {
        bool wholeLines = packed.Offset % AlignedMemory.LineFloats == 0 && packed.Floats % AlignedMemory.LineFloats == 0;
        bool inside = packed.Offset >= end && packed.Floats > 0 && packed.Floats <= program.ParameterFloats - packed.Offset;
        if (!wholeLines || !inside)
        {
            throw new ArgumentException(
                $"Packed piece {packed.Offset} to {packed.Offset + packed.Floats} must start at {end} or later and lie inside "
                + $"{program.ParameterFloats} floats.",
                nameof(program));
        }
    }
}
