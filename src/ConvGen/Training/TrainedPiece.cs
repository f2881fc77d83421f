using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>A part of the internal vector, at whole cache lines.</summary>
/// <param name="Start">The first float, a multiple of 16.</param>
/// <param name="End">One past the last float, a multiple of 16.</param>
internal readonly record struct ParameterRange(int Start, int End);

/// <summary>A piece of the parameters without those that are frozen.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Ranges">The parts of the piece that are trained, ascending; at least one.</param>
internal sealed record TrainedPiece(ParameterPiece Piece, ParameterRange[] Ranges)
{
    /// <summary>Cuts the trained parameters of a network into pieces, in order. Without frozen parameters, each piece has one
    /// range.</summary>
    public static TrainedPiece[] Cut(NetworkProgram program, FrozenParameters frozen)
    {
        IReadOnlyList<ParameterRange> gaps = frozen.Ranges();
        return
        [
            .. ParameterPiece.Cut(program)
                .Select(piece => new TrainedPiece(piece, Without(gaps, piece)))
                .Where(piece => piece.Ranges.Length > 0),
        ];
    }

    /// <summary>Divides the pieces evenly; see <see cref="ParameterPiece.Share"/>.</summary>
    public static int[] Share(TrainedPiece[] pieces, int workers) =>
        ParameterPiece.Share([.. pieces.Select(piece => piece.Piece)], workers);

    private static ParameterRange[] Without(IReadOnlyList<ParameterRange> gaps, ParameterPiece piece)
    {
        List<ParameterRange> ranges = [];
        int start = piece.Start;
        foreach (ParameterRange gap in gaps.Where(gap => gap.End > piece.Start && gap.Start < piece.End))
        {
            if (gap.Start > start)
            {
                ranges.Add(new(start, gap.Start));
            }

            start = gap.End;
        }

        if (start < piece.End)
        {
            ranges.Add(new(start, piece.End));
        }

        return [.. ranges];
    }
}
