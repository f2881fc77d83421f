using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

public sealed class ParameterPieceTests
{
    private const int Lines = 16;

    [Fact]
    public void Pieces_cover_all_parameters_in_order_without_splitting_packed_pieces()
    {
        ParameterPiece[] pieces = ParameterPiece.Cut(new PiecesProgram(20_000, (32, 4800), (4832, 64), (12_000, 8000)));
        Assert.Equal(
            [
                new(0, 32, ParameterPiece.None),
                new(32, 4832, 0),
                new(4832, 4896, 1),
                new(4896, 8992, ParameterPiece.None),
                new(8992, 12_000, ParameterPiece.None),
                new(12_000, 20_000, 2),
            ],
            pieces);
    }

    [Fact]
    public void A_network_without_parameters_has_no_piece() => Assert.Empty(ParameterPiece.Cut(new PiecesProgram(0)));

    [Theory]
    [InlineData(8, 16)]
    [InlineData(16, 24)]
    [InlineData(96, 48)]
    [InlineData(-16, 32)]
    [InlineData(32, 0)]
    public void A_piece_that_splits_cache_lines_or_exceeds_the_vector_is_rejected(int offset, int floats)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => ParameterPiece.Cut(new PiecesProgram(128, (offset, floats))));
        Assert.Contains($"{offset} to {offset + floats}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_pieces_are_rejected() =>
        Assert.Throws<ArgumentException>(() => ParameterPiece.Cut(new PiecesProgram(128, (0, 64), (48, 16))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void Shares_are_even_and_cover_all_pieces(int workers)
    {
        ParameterPiece[] pieces =
            [.. Enumerable.Range(0, 100).Select(i => new ParameterPiece(i * Lines, (i + 1) * Lines, ParameterPiece.None))];
        int[] ends = ParameterPiece.Share(pieces, workers);
        int[] sizes = [.. ends.Zip(ends.Prepend(0), (end, start) => end - start)];
        Assert.Equal(100, ends[^1]);
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    [Fact]
    public void A_large_piece_is_a_separate_share()
    {
        ParameterPiece[] pieces = [new(0, 16_000, 0), new(16_000, 17_600, 1), new(17_600, 32_000, 2)];
        Assert.Equal([1, 3], ParameterPiece.Share(pieces, 2));
    }

    [Fact]
    public void Empty_work_has_empty_shares() => Assert.Equal([0, 0], ParameterPiece.Share([], 2));

    /// <summary>A program that only defines packed pieces.</summary>
    private sealed class PiecesProgram(int floats, params (int Offset, int Floats)[] packed) : NetworkProgram
    {
        public override IReadOnlyList<PackedPiece> PackedPieces { get; } =
            [.. packed.Select(piece => new PackedPiece { Offset = piece.Offset, Floats = piece.Floats })];

        public override int ParameterFloats => floats;

        public override int VectorBits => 256;

        public override int ChunkSamples => 1;

        public override int InputLength => 1;

        public override int OutputLength => 1;

        public override int PackedFloats => floats;

        public override int InferenceWorkspaceFloats => 0;

        public override int TrainingWorkspaceFloats => 0;

        public override LossKind Loss => LossKind.None;

        public override IReadOnlyList<ParameterLayout> Parameters => [];

        public override NetworkSummary Summary => new("Pieces", [1], []);

        public override void Predict(
            ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace) =>
            throw new NotSupportedException("Only the pieces are of interest.");
    }
}
