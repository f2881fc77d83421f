namespace ConvGen.Tests.Reference;

/// <summary>A layer whose outputs are fixed sums of its inputs: each output names the inputs that it reads, and their shares.</summary>
internal abstract record RearrangementSpec : OwnLayerSpec
{
    public abstract ImageShape OutputOf(ImageShape input);

    /// <summary>The inputs that an output reads, and their shares; none for an output that is 0.</summary>
    public abstract IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column);

    public sealed override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceRearrangement(this, input);
}

/// <summary>Channels from one number on, as <c>x[:, first:first + count]</c> in PyTorch.</summary>
internal sealed record SliceSpec(int First, int Count) : RearrangementSpec
{
    public override string Kind => "Slice";

    public override string Attribute => $"Slice({First}, {Count})";

    public override ImageShape OutputOf(ImageShape input) => input with { Channels = Count };

    public override IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column) =>
        [(First + channel, row, column, 1)];
}

/// <summary>PyTorch's <c>ChannelShuffle</c>: <c>x.view(g, c / g, h, w).transpose(0, 1).reshape(c, h, w)</c>.</summary>
internal sealed record ChannelShuffleSpec(int Groups) : RearrangementSpec
{
    public override string Kind => "ChannelShuffle";

    public override string Attribute => $"ChannelShuffle({Groups})";

    public override ImageShape OutputOf(ImageShape input) => input;

    public override IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column)
    {
        (int within, int group) = Math.DivRem(channel, Groups);
        return [(group * (input.Channels / Groups) + within, row, column, 1)];
    }
}

/// <summary>PyTorch's <c>PixelShuffle</c>: <c>x.view(c, f, f, h, w).permute(0, 3, 1, 4, 2).reshape(c, h * f, w * f)</c>.</summary>
internal sealed record PixelShuffleSpec(int Factor) : RearrangementSpec
{
    public override string Kind => "PixelShuffle";

    public override string Attribute => $"PixelShuffle({Factor})";

    public override ImageShape OutputOf(ImageShape input) =>
        new(input.Channels / (Factor * Factor), input.Height * Factor, input.Width * Factor);

    public override IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column)
    {
        (int i, int y) = Math.DivRem(row, Factor);
        (int j, int x) = Math.DivRem(column, Factor);
        return [(channel * Factor * Factor + y * Factor + x, i, j, 1)];
    }
}

/// <summary>PyTorch's <c>ZeroPad2d</c>, <c>ReflectionPad2d</c> and <c>ReplicationPad2d</c>.</summary>
internal sealed record PadSpec(Sides Sides, PadMode Mode) : RearrangementSpec
{
    public override string Kind => "Pad";

    public override string Attribute => Sides == new Sides(Sides.Top, Sides.Top, Sides.Top, Sides.Top)
        ? $"Pad({Sides.Top}, Mode = PadMode.{Mode})"
        : $"Pad(Top = {Sides.Top}, Left = {Sides.Left}, Bottom = {Sides.Bottom}, Right = {Sides.Right}, Mode = PadMode.{Mode})";

    public override ImageShape OutputOf(ImageShape input) =>
        new(input.Channels, Sides.Top + input.Height + Sides.Bottom, Sides.Left + input.Width + Sides.Right);

    public override IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column)
    {
        int? i = Source(row - Sides.Top, input.Height), j = Source(column - Sides.Left, input.Width);
        return i is null || j is null ? [] : [(channel, i.Value, j.Value, 1)];
    }

    private int? Source(int index, int size)
    {
        if (index >= 0 && index < size)
        {
            return index;
        }

        return Mode switch
        {
            PadMode.Zeros => null,
            PadMode.Edge => index < 0 ? 0 : size - 1,

            // A walk from one end to the other and back has 2 (size - 1) steps.
            PadMode.Reflection => index < 0 ? -index : 2 * (size - 1) - index,
            _ => throw new InvalidOperationException($"No mode {Mode}."),
        };
    }
}

/// <summary>PyTorch's <c>Upsample</c>, and ONNX's <c>Resize</c> with the coordinates <c>asymmetric</c>.</summary>
internal sealed record UpsampleSpec(int FactorY, int FactorX, UpsampleMode Mode) : RearrangementSpec
{
    public override string Kind => "Upsample";

    public override string Attribute =>
        $"Upsample({(FactorY == FactorX ? $"{FactorY}" : $"{FactorY}, {FactorX}")}, Mode = UpsampleMode.{Mode})";

    public override ImageShape OutputOf(ImageShape input) => new(input.Channels, input.Height * FactorY, input.Width * FactorX);

    public override IEnumerable<(int Channel, int Row, int Column, double Share)> Reads(ImageShape input, int channel, int row, int column) =>
        from y in Shares(row, input.Height, FactorY)
        from x in Shares(column, input.Width, FactorX)
        select (channel, y.Index, x.Index, y.Share * x.Share);

    /// <summary>The one or two inputs around output i along one axis. A quotient of two whole numbers is exact if it is a whole number, so
    /// that no input but those around it is read, which matters for NaN.</summary>
    private (int Index, double Share)[] Shares(int i, int size, int factor)
    {
        double position = Mode switch
        {
            UpsampleMode.Nearest => Math.Floor(i / (double)factor),
            UpsampleMode.Bilinear => Math.Max(0, (2 * i + 1 - factor) / (2.0 * factor)),
            UpsampleMode.BilinearAlignCorners => size == 1 ? 0 : i * (size - 1) / (size * factor - 1.0),
            UpsampleMode.BilinearAsymmetric => i / (double)factor,
            _ => throw new InvalidOperationException($"No mode {Mode}."),
        };
        int before = (int)Math.Floor(position);
        return Mode == UpsampleMode.Nearest
            ? [(before, 1)]
            : [(before, 1 - (position - before)), (Math.Min(before + 1, size - 1), position - before)];
    }
}

/// <summary>y = M x, and dx = the transpose of M times dy, for the matrix that the specification lists output by output.</summary>
internal sealed class ReferenceRearrangement(RearrangementSpec spec, ImageShape input) : ReferenceLayer(input, spec.OutputOf(input))
{
    public override void Forward(double[] x, double[] y)
    {
        Array.Clear(y);
        ForEachRead((source, target, share) => y[target] += share * x[source]);
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        ForEachRead((source, target, share) => dx[source] += share * dy[target]);
    }

    private void ForEachRead(Action<int, int, double> act)
    {
        for (int target = 0; target < Output.Length; target++)
        {
            int pixels = Output.Height * Output.Width;
            (int channel, int pixel) = Math.DivRem(target, pixels);
            (int row, int column) = Math.DivRem(pixel, Output.Width);
            foreach ((int c, int i, int j, double share) in spec.Reads(Input, channel, row, column))
            {
                act((c * Input.Height + i) * Input.Width + j, target, share);
            }
        }
    }
}
