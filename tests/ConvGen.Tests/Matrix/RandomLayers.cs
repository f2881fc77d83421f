using CsCheck;

namespace ConvGen.Tests.Matrix;

/// <summary>Draws layers of every kind with every option that fit their input. Null means no layer.</summary>
internal static class RandomLayers
{
    /// <summary>Draws 1 to 33, with small numbers more often than large ones.</summary>
    public static Gen<int> Size { get; } = Gen.Int[0, 1023].Select(of1024 => 1 + 33 * of1024 * of1024 / (1024 * 1024));

    public static Gen<LayerSpec?> None { get; } = Gen.Const((LayerSpec?)null);

    /// <summary>Draws one of the first eight functions: if it drew others too, all random networks of the baseline would change. The others
    /// are in networks chosen by hand.</summary>
    public static Gen<LayerSpec?> Activation { get; } = OneIn(5, None, Gen.Select(
        Gen.Int[0, (int)Reference.Activation.Softplus].Select(function => (Activation)function),
        Gen.Int[0, 4],
        (function, quarters) => (LayerSpec?)new ActivationSpec(function) { Slope = quarters / 4.0 }));

    public static Gen<LayerSpec?> Dropout { get; } = OneIn(
        5,
        Gen.Select(Gen.Int[0, 9], Gen.Bool, (tenths, inverted) => (LayerSpec?)new DropoutSpec(tenths / 10.0) { Inverted = inverted }),
        None);

    private static Gen<bool> MostlyTrue { get; } = OneIn(4, Gen.Const(false), Gen.Const(true));

    public static Gen<LayerSpec?> Dense { get; } =
        Gen.Select(Size, MostlyTrue, (units, bias) => (LayerSpec?)new DenseSpec(1 + units) { Bias = bias });

    private static Gen<int> MostlyOne { get; } = OneIn(4, Gen.Int[2, 3], Gen.Const(1));

    /// <summary>Draws from <paramref name="rare"/> with probability 1 / <paramref name="times"/>, and otherwise from
    /// <paramref name="usual"/>.</summary>
    public static Gen<T> OneIn<T>(int times, Gen<T> rare, Gen<T> usual) => Gen.Frequency<T>((1, rare), (times - 1, usual));

    public static Gen<LayerSpec?> Conv(ImageShape input) =>
        from groups in OneIn(
            4, Gen.OneOf([.. Enumerable.Range(1, input.Channels).Where(groups => input.Channels % groups == 0)]), Gen.Const(1))
        from filters in Size
        from kernel in Gen.Select(Small(7), Small(7))
        from stride in Gen.Select(Small(3), Small(3), (y, x) => new Steps(y, x))
        from dilation in Gen.Select(MostlyOne, MostlyOne, (y, x) => new Steps(y, x))
        from pad in Pad(top: 2, left: 2)
        from bias in MostlyTrue
        from wantsSame in OneIn(4, Gen.Const(true), Gen.Const(false))
        let fits = dilation.Y * (kernel.Item1 - 1) < input.Height + pad.Top + pad.Bottom
            && dilation.X * (kernel.Item2 - 1) < input.Width + pad.Left + pad.Right
        let isSame = wantsSame || !fits
        select (LayerSpec?)new ConvSpec((filters + groups - 1) / groups * groups, kernel.Item1, kernel.Item2)
        {
            Groups = groups,
            Stride = stride,
            Dilation = dilation,
            Pad = isSame ? 0 : pad,
            Same = isSame,
            Bias = bias,
        };

    /// <summary>Keeps the padding smaller than the kernel, so that the first window always overlaps the image.</summary>
    public static Gen<LayerSpec?> DepthwiseConv(ImageShape input) =>
        from height in Small(5).Select(height => Math.Min(height, input.Height))
        from width in Small(5).Select(width => Math.Min(width, input.Width))
        from stride in Gen.Select(Small(3), Small(3), (y, x) => new Steps(y, x))
        from pad in Pad(top: height - 1, left: width - 1)
        from bias in MostlyTrue
        select (LayerSpec?)new DepthwiseConvSpec(height, width) { Stride = stride, Pad = pad, Bias = bias };

    public static Gen<LayerSpec?> Pool(ImageShape input) =>
        from height in Gen.Int[1, 3].Select(height => Math.Min(height, input.Height))
        from width in Gen.Int[1, 3].Select(width => Math.Min(width, input.Width))
        from ceilMode in Gen.Bool
        from countPadding in Gen.Bool
        from kind in Gen.Frequency(
            (3, (PoolSpec)new MaxPoolSpec(height, width) { CeilMode = ceilMode }),
            (1, new AveragePoolSpec(height, width) { CeilMode = ceilMode, CountPadding = countPadding }),
            (1, new L2PoolSpec(height, width) { CeilMode = ceilMode }))
        from pool in Gen.OneOf(
            None,
            Gen.Const<LayerSpec?>(kind),
            Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], (y, x) => (LayerSpec?)(kind with { Stride = new(y, x) })),
            Pad(top: height / 2, left: width / 2).Select(pad => (LayerSpec?)(kind with { Pad = pad })))
        select pool;

    /// <summary>Draws 1 to <paramref name="most"/>, with the lower half more often.</summary>
    private static Gen<int> Small(int most) => Gen.Select(Gen.Int[1, most], Gen.Int[1, most], Math.Min);

    private static Gen<Sides> Pad(int top, int left) => Gen.Select(
        Gen.Int[0, top], Gen.Int[0, left], Gen.Int[0, top], Gen.Int[0, left], (t, l, b, r) => new Sides(t, l, b, r));
}
