using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <summary>A network of the matrix, and the number of samples in its batch.</summary>
internal sealed record MatrixCase(int Batch, NetworkSpec Network);

/// <summary>Hand-picked networks, each named after the case that it tests.</summary>
internal static partial class HandPickedNetworks
{
    public static IReadOnlyList<MatrixCase> All =>
    [
        .. Orders, .. Kernels, .. Strides, .. Paddings, .. Channels,
        .. Pools, .. OtherPools, .. Ends, .. DenseOnly, .. WithoutLoss, .. PixelsInLanes, .. HalfVectors,
        .. Transformed, .. InputGradients, .. EveryOutput, .. DepthwiseConvs, .. Dilations,
        .. Groups, .. Atari, .. Dropouts, .. Activations, .. Repetitions,
    ];

    /// <summary>Orders of layers, which fusion depends on.</summary>
    private static IReadOnlyList<MatrixCase> Orders { get; } =
    [
        new(7, OnImages("BookOrder", 1, 12, 12, SoftmaxCrossEntropy, Conv(4, 5), MaxPool(2), ReLU, Dense(10))),
        new(7, OnImages("UsualOrder", 1, 12, 12, SoftmaxCrossEntropy, Conv(4, 5), ReLU, MaxPool(2), Dense(10))),
        new(2, OnImages("BookNetInSmall", 1, 28, 28, SoftmaxCrossEntropy,
            Conv(5, 5), MaxPool(2), ReLU, Conv(7, 5), MaxPool(2), ReLU, Dense(12), ReLU, Dense(10))),
        new(2, OnImages("LeNetInSmall", 1, 28, 28, SoftmaxCrossEntropy,
            Conv(3, 5) with { Pad = 2 }, ReLU, MaxPool(2), Conv(5, 5), ReLU, MaxPool(2),
            Dense(11), ReLU, Dense(9), ReLU, Dense(10))),
        new(64, OnImages("SigmoidBeforePool", 1, 9, 9, SoftmaxCrossEntropy, Conv(3, 3), Sigmoid, MaxPool(2), Dense(4))),
        new(7, OnImages("SigmoidAfterPool", 1, 9, 9, SoftmaxCrossEntropy, Conv(3, 3), MaxPool(2), Sigmoid, Dense(4))),
        new(7, OnImages("TanhBeforePool", 2, 9, 9, MeanSquaredError, Conv(3, 3), Tanh, MaxPool(2), Dense(4))),
        new(64, OnImages("TanhAfterPool", 2, 9, 9, MeanSquaredError, Conv(3, 3), MaxPool(2), Tanh, Dense(4))),
        new(2, OnImages("ReLUBeforeAndAfterPool", 1, 10, 10, SigmoidCrossEntropy, Conv(5, 3), ReLU, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("SigmoidThenPoolThenTanh", 1, 10, 10, SigmoidCrossEntropy,
            Conv(5, 3), Sigmoid, MaxPool(2), Tanh, Dense(3))),
        new(7, OnImages("PoolWithoutActivation", 1, 11, 11, SoftmaxCrossEntropy, Conv(6, 4), MaxPool(2), Dense(5))),
        new(7, OnImages("ActivationWithoutPool", 1, 11, 11, SoftmaxCrossEntropy, Conv(6, 4), ReLU, Dense(5))),
        new(2, OnImages("NeitherPoolNorActivation", 3, 8, 8, SoftmaxCrossEntropy, Conv(6, 3), Dense(5))),
        new(2, OnImages("ConvAfterConv", 2, 9, 9, SoftmaxCrossEntropy, Conv(5, 3), Conv(6, 3), Dense(5))),
        new(7, OnImages("ConvReLUConvReLU", 2, 9, 9, SoftmaxCrossEntropy, Conv(9, 3), ReLU, Conv(6, 3), ReLU, Dense(5))),
        new(2, OnImages("ConvSigmoidConvTanhPool", 2, 10, 9, MeanSquaredError,
            Conv(4, 3), Sigmoid, Conv(3, 2), Tanh, MaxPool(2), Dense(5))),
        new(7, OnImages("ConvBehindPool", 1, 14, 14, SigmoidCrossEntropy, Conv(3, 3), MaxPool(2), Conv(4, 3), Dense(2))),
        new(2, OnImages("PoolAfterPool", 2, 17, 17, MeanSquaredError, Conv(3, 2), MaxPool(2), MaxPool(2), Dense(3))),
        new(2, OnImages("PoolReLUPool", 2, 17, 17, MeanSquaredError, Conv(3, 2), MaxPool(2), ReLU, MaxPool(3), Dense(3))),
        new(7, OnImages("ReLUTwice", 1, 8, 8, SoftmaxCrossEntropy, Conv(4, 3), ReLU, ReLU, Dense(3))),
        new(7, OnImages("TanhThenSigmoid", 1, 8, 8, SoftmaxCrossEntropy, Conv(4, 3), Tanh, Sigmoid, Dense(3))),
        new(2, OnImages("ThreeActivations", 1, 8, 8, MeanSquaredError, Conv(4, 3), ReLU, Tanh, Sigmoid, Dense(3), Sigmoid, Tanh)),
        new(7, OnImages("PoolOnTheInput", 3, 9, 10, SoftmaxCrossEntropy, MaxPool(2), Conv(4, 3), ReLU, Dense(3))),
        new(7, OnImages("OverlappingPoolOnTheInput", 2, 9, 8, MeanSquaredError,
            MaxPool(3) with { Stride = 1, Pad = 1 }, Dense(3))),
        new(2, OnImages("ReLUOnTheInput", 2, 7, 7, SoftmaxCrossEntropy, ReLU, Conv(4, 3), ReLU, Dense(3))),
        new(7, OnImages("SigmoidOnTheInput", 1, 7, 7, SoftmaxCrossEntropy, Sigmoid, Conv(4, 3), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("TanhThenPoolOnTheInput", 5, 7, 7, MeanSquaredError, Tanh, MaxPool(2), Conv(4, 2), Dense(3))),
        new(7, OnImages("PoolThenReLUOnTheInput", 9, 8, 8, MeanSquaredError, MaxPool(2), ReLU, Dense(3))),
    ];

    private static IReadOnlyList<MatrixCase> Kernels { get; } =
    [
        new(1, OnImages("OnePixelOneWeight", 1, 1, 1, MeanSquaredError, Conv(1, 1))),
        new(7, OnImages("Kernel1", 5, 6, 7, SoftmaxCrossEntropy, Conv(6, 1), ReLU, Dense(3))),
        new(7, OnImages("Kernel2", 3, 7, 6, SoftmaxCrossEntropy, Conv(8, 2), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Kernel4", 3, 9, 9, SoftmaxCrossEntropy, Conv(8, 4), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Kernel6", 2, 13, 12, SigmoidCrossEntropy, Conv(4, 6), ReLU, MaxPool(2), Dense(3))),
        new(2, OnImages("Kernel7", 1, 15, 15, SigmoidCrossEntropy, Conv(10, 7), MaxPool(3), ReLU, Dense(3))),
        new(7, OnImages("WideKernel1x7", 2, 5, 13, MeanSquaredError, Conv(5, 1, 7), Tanh, Dense(3))),
        new(7, OnImages("TallKernel7x1", 2, 13, 5, MeanSquaredError, Conv(5, 7, 1), Tanh, Dense(3))),
        new(2, OnImages("Kernel2x5", 3, 8, 11, SoftmaxCrossEntropy, Conv(7, 2, 5), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Kernel5x3OnColumn", 2, 33, 3, SoftmaxCrossEntropy, Conv(4, 5, 3), ReLU, Dense(3))),
        new(2, OnImages("KernelRowOf14Vectors", 16, 3, 9, SoftmaxCrossEntropy, Conv(3, 2, 7), ReLU, Dense(3))),
        new(2, OnImages("KernelRowOf25Vectors", 40, 3, 6, SoftmaxCrossEntropy, Conv(3, 2, 5), ReLU, Dense(3))),
        new(7, OnImages("KernelAsLargeAsTheImage", 3, 6, 5, SoftmaxCrossEntropy, Conv(12, 6, 5), ReLU, Dense(4))),
        new(2, OnImages("KernelLargerThanTheImage", 2, 3, 2, MeanSquaredError, Conv(3, 5) with { Pad = 2 }, Sigmoid)),
    ];

    private static IReadOnlyList<MatrixCase> Strides { get; } =
    [
        new(7, OnImages("Stride2", 3, 13, 12, SoftmaxCrossEntropy, Conv(6, 3) with { Stride = 2 }, ReLU, Dense(4))),
        new(2, OnImages("Stride3", 2, 17, 16, SoftmaxCrossEntropy, Conv(9, 5) with { Stride = 3 }, ReLU, Dense(4))),
        new(2, OnImages("Stride2x1", 2, 11, 12, MeanSquaredError, Conv(5, 3) with { Stride = new(2, 1) }, Tanh, Dense(4))),
        new(2, OnImages("Stride1x3", 2, 11, 15, MeanSquaredError, Conv(5, 4) with { Stride = new(1, 3) }, Sigmoid, Dense(4))),
        new(7, OnImages("StrideBeyondTheKernel", 3, 10, 11, SoftmaxCrossEntropy, Conv(4, 1) with { Stride = 3 }, ReLU, Dense(4))),
        new(7, OnImages("Stride3x2BeyondKernel2", 1, 12, 13, SoftmaxCrossEntropy,
            Conv(4, 2, 1) with { Stride = new(3, 2) }, Dense(4))),
        new(2, OnImages("Stride2WithPool", 2, 17, 17, SoftmaxCrossEntropy,
            Conv(6, 3) with { Stride = 2 }, MaxPool(2), ReLU, Dense(4))),
        new(2, OnImages("Stride2PaddedTwice", 3, 15, 14, SigmoidCrossEntropy,
            Conv(5, 3) with { Stride = 2, Pad = 1 }, ReLU, Conv(7, 3) with { Stride = 2, Pad = 1 }, ReLU, Dense(4))),
        new(2, OnImages("Stride3PoolConv", 1, 31, 31, SoftmaxCrossEntropy,
            Conv(4, 4) with { Stride = 3, Pad = 2 }, MaxPool(2), ReLU, Conv(5, 3), ReLU, Dense(4))),
    ];

    private static IReadOnlyList<MatrixCase> Paddings { get; } =
    [
        new(7, OnImages("Padded1", 2, 8, 9, SoftmaxCrossEntropy, Conv(5, 3) with { Pad = 1 }, ReLU, Dense(3))),
        new(7, OnImages("Padded2WithPool", 1, 10, 10, SoftmaxCrossEntropy,
            Conv(5, 5) with { Pad = 2 }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("PaddedBeyondTheKernel", 2, 5, 5, MeanSquaredError, Conv(4, 1) with { Pad = 2 }, Tanh, Dense(3))),
        new(7, OnImages("PaddedOnFourDifferentSides", 2, 7, 8, MeanSquaredError,
            Conv(4, 4) with { Pad = new(0, 1, 2, 3) }, Tanh, Dense(3))),
        new(2, OnImages("PaddedAboveAndLeft", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(4, 3) with { Pad = new(2, 1, 0, 0) }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("PaddedBelowAndRight", 1, 9, 9, SoftmaxCrossEntropy,
            Conv(4, 3) with { Pad = new(0, 0, 1, 2), Bias = false }, MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("SecondConvPadded", 1, 9, 8, SoftmaxCrossEntropy,
            Conv(5, 3), ReLU, Conv(6, 3) with { Pad = 1 }, ReLU, Dense(3))),
        new(2, OnImages("SecondConvPaddedBehindPool", 1, 16, 14, SoftmaxCrossEntropy,
            Conv(4, 3) with { Pad = 1 }, MaxPool(2), ReLU,
            Conv(6, 3) with { Pad = new(1, 0, 2, 1) }, MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("Same3", 2, 7, 7, SoftmaxCrossEntropy, Conv(5, 3) with { Same = true }, ReLU, Dense(3))),
        new(7, OnImages("SameEvenKernel", 2, 7, 6, SoftmaxCrossEntropy, Conv(5, 4, 2) with { Same = true }, ReLU, Dense(3))),
        new(2, OnImages("SameStride2", 2, 9, 8, MeanSquaredError,
            Conv(5, 5) with { Same = true, Stride = 2 }, Sigmoid, Dense(3))),
        new(2, OnImages("SameStride3x2", 3, 11, 10, MeanSquaredError,
            Conv(5, 4) with { Same = true, Stride = new(3, 2) }, MaxPool(2), Tanh, Dense(3))),
        new(2, OnImages("SameOnTinyImage", 2, 2, 1, MeanSquaredError, Conv(5, 7, 3) with { Same = true }, Tanh, Dense(3))),
        new(1, OnImages("SameThreeTimes", 3, 11, 9, SigmoidCrossEntropy,
            Conv(4, 3) with { Same = true }, ReLU, Conv(6, 5) with { Same = true }, ReLU,
            Conv(3, 2) with { Same = true }, Dense(2))),
    ];

    /// <summary>Numbers of channels near the eight lanes of a vector, with and without bias.</summary>
    private static IReadOnlyList<MatrixCase> Channels { get; } =
    [
        new(7, OnImages("Channels1To1", 1, 6, 6, MeanSquaredError, Conv(1, 3), Tanh, Dense(1))),
        new(2, OnImages("Channels7To8", 7, 6, 6, SoftmaxCrossEntropy, Conv(8, 3), ReLU, Dense(3))),
        new(2, OnImages("Channels8To9", 8, 6, 6, SoftmaxCrossEntropy, Conv(9, 3), MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("Channels9To16", 9, 5, 6, SoftmaxCrossEntropy, Conv(16, 3), ReLU, Dense(3))),
        new(2, OnImages("Channels16To17", 16, 6, 6, SoftmaxCrossEntropy, Conv(17, 3), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Channels17To24", 17, 5, 5, SoftmaxCrossEntropy, Conv(24, 2), ReLU, Dense(3))),
        new(2, OnImages("Channels24To25", 24, 5, 5, MeanSquaredError, Conv(25, 2), MaxPool(2), Tanh, Dense(3))),
        new(7, OnImages("Channels1To20", 1, 10, 10, SoftmaxCrossEntropy, Conv(20, 5), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Channels33To33", 33, 4, 4, SoftmaxCrossEntropy, Conv(33, 3), ReLU, Dense(3))),
        new(1, OnImages("Channels20To40", 20, 6, 6, SoftmaxCrossEntropy, Conv(40, 5), MaxPool(2), ReLU, Dense(10))),
        new(2, OnImages("ConvWithoutBias", 2, 8, 8, SoftmaxCrossEntropy,
            Conv(5, 3) with { Bias = false }, MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("NothingHasABias", 2, 8, 8, SoftmaxCrossEntropy,
            Conv(5, 3) with { Bias = false }, ReLU, Dense(6) with { Bias = false }, ReLU, Dense(3) with { Bias = false })),
    ];

    private static IReadOnlyList<MatrixCase> Pools { get; } =
    [
        new(7, OnImages("Pool3", 2, 13, 12, SoftmaxCrossEntropy, Conv(5, 3), MaxPool(3), ReLU, Dense(3))),
        new(7, OnImages("Pool2x1", 2, 9, 8, SoftmaxCrossEntropy, Conv(5, 2), MaxPool(2, 1), ReLU, Dense(3))),
        new(7, OnImages("Pool1x3", 2, 8, 11, SoftmaxCrossEntropy, Conv(5, 2), ReLU, MaxPool(1, 3), Dense(3))),
        new(2, OnImages("Pool1", 2, 6, 6, MeanSquaredError, Conv(4, 3), MaxPool(1), Tanh, Dense(3))),
        new(2, OnImages("Pool5x4", 1, 14, 13, MeanSquaredError, Conv(6, 3), MaxPool(5, 4), Tanh, Dense(3))),
        new(7, OnImages("OverlappingPool3Stride2", 2, 11, 11, SoftmaxCrossEntropy,
            Conv(4, 3), MaxPool(3) with { Stride = 2 }, ReLU, Dense(3))),
        new(2, OnImages("OverlappingPool2Stride1", 2, 9, 9, SoftmaxCrossEntropy,
            Conv(4, 3), ReLU, MaxPool(2) with { Stride = 1 }, Dense(3))),
        new(2, OnImages("PoolStride1x2", 2, 9, 9, MeanSquaredError,
            Conv(4, 3), MaxPool(3, 2) with { Stride = new(1, 2) }, Sigmoid, Dense(3))),
        new(7, OnImages("PoolWithGaps", 2, 12, 13, SoftmaxCrossEntropy,
            Conv(4, 3), MaxPool(2) with { Stride = 3 }, ReLU, Dense(3))),
        new(7, OnImages("PaddedPool", 2, 9, 9, SoftmaxCrossEntropy,
            Conv(4, 2), MaxPool(3) with { Stride = 2, Pad = 1 }, ReLU, Dense(3))),
        new(2, OnImages("UnevenlyPaddedPool", 2, 9, 9, MeanSquaredError,
            Conv(4, 2), Tanh, MaxPool(3, 2) with { Pad = new(1, 0, 0, 1) }, Dense(3))),
        new(7, OnImages("PoolThatLeavesPixelsOver", 1, 10, 9, SoftmaxCrossEntropy, Conv(4, 2), MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("CeilModePool", 1, 10, 9, SoftmaxCrossEntropy,
            Conv(4, 2), MaxPool(2) with { CeilMode = true }, ReLU, Dense(3))),
        new(2, OnImages("CeilModePool3Stride2Padded", 1, 11, 10, SoftmaxCrossEntropy,
            Conv(4, 2), ReLU, MaxPool(3) with { Stride = 2, Pad = 1, CeilMode = true }, Dense(3))),
        new(2, OnImages("CeilModeOnTheInput", 2, 10, 11, MeanSquaredError, MaxPool(3) with { CeilMode = true }, Dense(3))),
        new(2, OnImages("CeilModeThatWouldStartInThePadding", 1, 5, 5, MeanSquaredError,
            Conv(3, 2), MaxPool(2) with { Stride = 3, Pad = 1, CeilMode = true }, Tanh, Dense(3))),
        new(7, OnImages("PoolOverTheWholeImage", 2, 8, 7, SoftmaxCrossEntropy, Conv(9, 3), ReLU, MaxPool(6, 5), Dense(3))),
        new(2, OnImages("PoolBeforePaddedConv", 3, 12, 12, SoftmaxCrossEntropy,
            MaxPool(2), Conv(5, 3) with { Pad = 1 }, ReLU, MaxPool(2), Dense(3))),
    ];

    /// <summary>Kinds of last layers.</summary>
    private static IReadOnlyList<MatrixCase> Ends { get; } =
    [
        new(7, OnImages("ConvLast", 2, 6, 7, MeanSquaredError, Conv(3, 3))),
        new(2, OnImages("ConvReLULast", 2, 6, 7, MeanSquaredError, Conv(9, 3) with { Pad = 1 }, ReLU)),
        new(7, OnImages("ConvSigmoidLast", 1, 6, 7, SigmoidCrossEntropy, Conv(2, 3), Sigmoid)),
        new(2, OnImages("ConvPoolLast", 2, 8, 8, SigmoidCrossEntropy, Conv(3, 3), MaxPool(2))),
        new(2, OnImages("ConvPoolReLULast", 2, 8, 8, MeanSquaredError, Conv(3, 3), MaxPool(2), ReLU)),
        new(7, OnImages("ConvToClasses", 2, 5, 5, SoftmaxCrossEntropy, Conv(6, 3), ReLU, Conv(4, 3))),
        new(7, OnImages("PoolOnlyWithoutParameters", 3, 6, 6, MeanSquaredError, MaxPool(2))),
        new(64, OnVectors("OneLogit", 9, SigmoidCrossEntropy, Dense(1))),
        new(7, OnVectors("BooksQuadraticCost", 13, QuadraticCost, Dense(9), Sigmoid, Dense(11), Sigmoid)),
        new(2, OnImages("QuadraticCostOfAnImage", 2, 5, 6, QuadraticCost, Conv(3, 3))),
        new(64, OnVectors("BooksCrossEntropyCost", 20, CrossEntropyCost, Dense(8), Sigmoid, Dense(11))),
        new(7, OnVectors("CrossEntropyCostOfOneLogit", 9, CrossEntropyCost, Dense(1))),
        new(7, OnVectors("TwoLogits", 9, SoftmaxCrossEntropy, Dense(2))),
        new(2, OnVectors("ManyClasses", 20, SoftmaxCrossEntropy, Dense(33))),
    ];

    private static IReadOnlyList<MatrixCase> DenseOnly { get; } =
    [
        new(1, OnVectors("OneWeight", 1, MeanSquaredError, Dense(1))),
        new(7, OnVectors("OneInput", 1, SoftmaxCrossEntropy, Dense(17), ReLU, Dense(3))),
        new(2, OnVectors("DenseLikeN3", 784, SoftmaxCrossEntropy, Dense(30), Sigmoid, Dense(10))),
        new(64, OnVectors("DenseWithReLU", 13, SoftmaxCrossEntropy, Dense(9), ReLU, Dense(6))),
        new(64, OnVectors("DenseOnBatch64", 40, MeanSquaredError, Dense(7), Tanh, Dense(5))),
        new(1, OnVectors("DenseOnOneSample", 100, SoftmaxCrossEntropy, Dense(33), ReLU, Dense(10))),
        new(7, OnVectors("DenseThreeTimes", 31, SigmoidCrossEntropy, Dense(24), ReLU, Dense(16), Tanh, Dense(8))),
        new(7, OnVectors("DenseAfterDense", 12, MeanSquaredError, Dense(10), Dense(11))),
        new(2, OnVectors("DenseWithoutBias", 25, SoftmaxCrossEntropy, Dense(8) with { Bias = false }, Sigmoid, Dense(7))),
        new(7, OnVectors("ReLUOnVectors", 10, SoftmaxCrossEntropy, ReLU, Dense(5))),
        new(2, OnVectors("ActivationsOnly", 11, MeanSquaredError, Tanh, Sigmoid)),
        new(7, OnImages("DenseOnImages", 3, 5, 7, SoftmaxCrossEntropy, Dense(9), ReLU, Dense(4))),
    ];

    private static IReadOnlyList<MatrixCase> WithoutLoss { get; } =
    [
        new(7, OnVectors("PredictsOnlyDense", 19, None, Dense(6), Sigmoid, Dense(3))),
        new(2, OnImages("PredictsOnlyConv", 2, 9, 9, None, Conv(5, 3), MaxPool(2), ReLU, Dense(4))),
        new(2, OnImages("PredictsOnlyImages", 2, 7, 6, None, Conv(3, 3) with { Same = true }, Tanh)),
    ];

    /// <summary>First layers with few channels, which are computed with pixels in lanes: whole tiles, overlapping ones and
    /// halves.</summary>
    private static IReadOnlyList<MatrixCase> PixelsInLanes { get; } =
    [
        new(7, OnImages("PixelsOfWholeTiles", 1, 10, 18, SoftmaxCrossEntropy, Conv(8, 3), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("PixelsOfOneTile", 2, 4, 10, SoftmaxCrossEntropy, Conv(4, 3), ReLU, Dense(3))),
        new(7, OnImages("PixelsInHalvesPooled", 1, 16, 14, SoftmaxCrossEntropy, Conv(5, 3), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("PixelsInHalvesOfOddHeight", 1, 13, 14, SoftmaxCrossEntropy, Conv(6, 3), ReLU, Dense(3))),
        new(2, OnImages("PixelsInHalvesBeforeABorder", 2, 11, 22, MeanSquaredError,
            Conv(10, 5) with { Pad = 2 }, MaxPool(2), Conv(3, 3) with { Pad = 1 }, Dense(3))),
        new(7, OnImages("PixelsThatOverlap", 1, 9, 13, MeanSquaredError, Conv(11, 4), Dense(3))),
        new(2, OnImages("PixelsThatOverlapPooled", 3, 15, 18, SoftmaxCrossEntropy,
            Conv(20, 5) with { Bias = false }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("PixelsOfEveryOtherRow", 1, 21, 17, SoftmaxCrossEntropy,
            Conv(7, 7) with { Stride = new(2, 1), Pad = new Sides(1, 2, 0, 1) }, ReLU, Conv(2, 3), MaxPool(2), Dense(3))),
    ];

    /// <summary>One to four filters after the last whole vector, over channels-last inputs.</summary>
    private static IReadOnlyList<MatrixCase> HalfVectors { get; } =
    [
        new(7, OnImages("HalfVectorPooled", 6, 9, 10, SoftmaxCrossEntropy, Conv(20, 4), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("HalfVectorBehindOne", 6, 10, 14, SoftmaxCrossEntropy,
            Conv(12, 3) with { Pad = 1 }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("HalfVectorOnAnOddRow", 9, 5, 9, SoftmaxCrossEntropy, Conv(11, 2, 3), Sigmoid, Dense(3))),
        new(7, OnImages("HalfVectorUnderWideWindows", 8, 7, 10, MeanSquaredError,
            Conv(9, 2) with { Bias = false }, MaxPool(2, 3), Tanh, Dense(3))),
        new(2, OnImages("HalfVectorInTheSecondBlock", 10, 9, 9, SoftmaxCrossEntropy,
            Conv(28, 3) with { Stride = 2 }, ReLU, Conv(36, 1), MaxPool(2), Dense(3))),
    ];

    /// <summary>Large enough for the cost model to choose Winograd's transforms.</summary>
    private static IReadOnlyList<MatrixCase> Transformed { get; } =
    [
        new(2, OnImages("WinogradKernel5BehindPool", 20, 12, 12, SoftmaxCrossEntropy, Conv(40, 5), MaxPool(2), ReLU, Dense(10))),
        new(2, OnImages("WinogradKernel5Unpooled", 24, 12, 10, SoftmaxCrossEntropy,
            Conv(21, 5) with { Pad = 2 }, ReLU, Dense(10))),
        new(7, OnImages("WinogradTilesOfFour", 16, 16, 12, SoftmaxCrossEntropy,
            Conv(33, 3) with { Pad = 1 }, ReLU, MaxPool(2), Dense(10))),
        new(2, OnImages("WinogradTilesOfTwo", 27, 10, 14, MeanSquaredError, Conv(20, 3) with { Pad = 1 }, MaxPool(2), Dense(3))),
        new(2, OnImages("WinogradWithARestOfTheImage", 17, 13, 15, SoftmaxCrossEntropy, Conv(24, 3), MaxPool(2), Dense(3))),
        new(1, OnImages("WinogradWithoutBias", 32, 12, 12, SigmoidCrossEntropy,
            Conv(64, 3) with { Bias = false, Pad = new Sides(2, 1, 0, 1) }, ReLU, Dense(5))),
    ];

    /// <summary>All schedules for the gradient of a convolution's input, also with an input that is read in bands.</summary>
    private static IReadOnlyList<MatrixCase> InputGradients { get; } =
    [
        new(7, OnImages("DenseGradients", 3, 9, 10, MeanSquaredError,
            Conv(9, 3) with { Pad = 1 }, Tanh, Conv(17, 3) with { Pad = 1 }, Tanh, Conv(5, 5) with { Pad = 2 }, Sigmoid, Dense(3))),
        new(2, OnImages("DenseGradientsWithoutActivation", 2, 8, 7, SoftmaxCrossEntropy,
            Conv(26, 3) with { Pad = 1 }, Conv(12, 3) with { Pad = 1 }, Conv(33, 1), Conv(4, 2), Dense(3))),
        new(2, OnImages("DenseGradientsPaddedUnevenly", 2, 6, 9, MeanSquaredError,
            Conv(20, 2), Conv(11, 4, 3) with { Pad = new(0, 2, 3, 1) }, Conv(7, 1) with { Pad = new(2, 0, 1, 3) }, Dense(3))),
        new(2, OnImages("DenseGradientsAboveOneColumn", 2, 12, 1, MeanSquaredError,
            Conv(8, 3, 1), Conv(16, 3, 1) with { Pad = new(1, 0, 2, 0) }, Tanh, Dense(3))),
        new(2, OnImages("GradientsFieldByFieldInBands", 3, 24, 25, SoftmaxCrossEntropy,
            Conv(18, 3) with { Pad = 1 }, ReLU, Conv(43, 3) with { Pad = 1 }, ReLU, MaxPool(2, 1), Dense(3))),
        new(2, OnImages("GradientsFilterByFilterInBands", 5, 27, 26, SoftmaxCrossEntropy,
            Conv(18, 3) with { Pad = 1 }, ReLU, Conv(6, 3) with { Pad = 1 }, MaxPool(2), ReLU, Dense(3))),
    ];

    /// <summary>Weight gradients that are summed over every output: for several samples at a time, for one, and for bands of rows with a
    /// remainder.</summary>
    private static IReadOnlyList<MatrixCase> EveryOutput { get; } =
    [
        new(7, OnImages("EveryOutputOfSeveralSamples", 2, 9, 9, MeanSquaredError, Conv(5, 3), MaxPool(2), LeakyReLU(0.1), Dense(3))),
        new(2, OnImages("EveryOutputInBandsBehindAPool", 1, 29, 28, SoftmaxCrossEntropy,
            Conv(20, 3), MaxPool(2), LeakyReLU(0.1), Dense(3))),
        new(2, OnImages("EveryOutputInBandsOfOddRows", 3, 25, 24, MeanSquaredError, Conv(17, 3, 4) with { Pad = 1 }, Tanh, Dense(3))),
        new(2, OnImages("EveryOutputOfGroupsInBands", 4, 23, 25, MeanSquaredError,
            Conv(34, 2) with { Groups = 2 }, MaxPool(2, 1), Sigmoid, Dense(3))),
    ];

    /// <summary>Dilated kernels: rows with gaps over planes, and pixel by pixel over channels-last inputs.</summary>
    private static IReadOnlyList<MatrixCase> Dilations { get; } =
    [
        new(7, OnImages("Dilation2OverOnePlane", 1, 13, 14, SoftmaxCrossEntropy,
            Conv(6, 3) with { Dilation = 2 }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("Dilation2OverThreePlanes", 3, 14, 11, MeanSquaredError, Conv(9, 4, 3) with { Dilation = 2 }, Tanh, Dense(3))),
        new(2, OnImages("Dilation3WithStride2OverTwoPlanes", 2, 17, 19, SoftmaxCrossEntropy,
            Conv(5, 3, 4) with { Dilation = 3, Stride = 2, Pad = 2 }, ReLU, Dense(3))),
        new(2, OnImages("DilatedRowOfThreeVectors", 1, 8, 31, MeanSquaredError,
            Conv(4, 2, 7) with { Dilation = new(1, 3) }, Tanh, Dense(3))),
        new(2, OnImages("DilatedBeyondAPlanarRow", 1, 4, 33, MeanSquaredError,
            Conv(4, 2, 3) with { Dilation = new(2, 14) }, Tanh, Dense(3))),
        new(7, OnImages("DilatedRowsOnly", 6, 11, 9, SoftmaxCrossEntropy,
            Conv(8, 3) with { Dilation = new(3, 1) }, ReLU, Conv(5, 2) with { Dilation = new(2, 1) }, MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("DilatedColumnsOnly", 6, 9, 11, SoftmaxCrossEntropy,
            Conv(8, 3) with { Dilation = new(1, 2) }, ReLU, Conv(5, 2) with { Dilation = new(1, 3) }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("DilatedTwicePaddedAsFar", 5, 12, 9, SoftmaxCrossEntropy,
            Conv(17, 3) with { Dilation = 2, Pad = 2 }, ReLU, Conv(12, 3) with { Dilation = 4, Pad = 4 }, ReLU, Dense(3))),
        new(2, OnImages("DilatedBehindPoolWithStride", 3, 21, 18, MeanSquaredError,
            Conv(9, 3), MaxPool(2), ReLU,
            Conv(20, 3, 2) with { Dilation = new(2, 3), Stride = new(1, 2), Pad = new(1, 0, 2, 3) }, MaxPool(2), Tanh, Dense(3))),
        new(2, OnImages("DilatedOver33Channels", 33, 9, 8, SoftmaxCrossEntropy,
            Conv(12, 3) with { Dilation = 2, Pad = 1 }, ReLU, Dense(3))),
        new(1, OnImages("DilatedOver136Channels", 136, 4, 4, MeanSquaredError,
            Sigmoid, Conv(3, 2) with { Dilation = new(1, 2), Bias = false }, Dense(3))),
        new(2, OnImages("DilatedKernelAsLargeAsTheImage", 4, 7, 9, MeanSquaredError, Conv(6, 4, 3) with { Dilation = new(2, 4) }, Tanh)),
        new(2, OnImages("DilatedKernelBeyondTheImage", 2, 5, 4, MeanSquaredError,
            Conv(6, 3) with { Dilation = 4, Pad = 4 }, Tanh, Conv(9, 3) with { Dilation = 5, Pad = 6 }, Tanh, Dense(2))),
        new(7, OnImages("DilationOfASinglePixel", 3, 6, 5, SoftmaxCrossEntropy, Conv(4, 1) with { Dilation = 3 }, ReLU, Dense(3))),
        new(2, OnImages("DilatedSame", 2, 11, 10, SoftmaxCrossEntropy,
            Conv(7, 3) with { Dilation = 2, Same = true, Stride = 2 }, ReLU,
            Conv(9, 4, 3) with { Dilation = new(2, 3), Same = true }, Tanh, Dense(3))),
        new(2, OnImages("DilatedWithDenseGradients", 4, 10, 13, MeanSquaredError,
            Conv(18, 3), Tanh, Conv(17, 3) with { Dilation = 2, Pad = new(1, 0, 3, 2) }, Sigmoid,
            Conv(24, 3, 2) with { Dilation = new(1, 4), Pad = new(0, 5, 1, 1) }, Tanh, Dense(3))),
    ];
    /// <summary>Grouped convolutions, with channels and filters that fill vectors and that do not.</summary>
    private static IReadOnlyList<MatrixCase> Groups { get; } =
    [
        new(7, OnImages("TwoGroupsOfVectors", 16, 7, 9, SoftmaxCrossEntropy, Conv(16, 3) with { Groups = 2 }, ReLU, Dense(3))),
        new(2, OnImages("TwoGroupsBehindPool", 3, 14, 13, SoftmaxCrossEntropy,
            Conv(12, 3), MaxPool(2), ReLU, Conv(20, 3) with { Groups = 2, Pad = 1 }, MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("ThreeGroupsOfThree", 9, 8, 7, MeanSquaredError,
            Tanh, Conv(15, 3, 2) with { Groups = 3, Pad = new(0, 2, 1, 0) }, Sigmoid, Conv(6, 2) with { Groups = 3 }, Tanh, Dense(3))),
        new(7, OnImages("FourGroupsOfOneChannel", 4, 9, 11, SoftmaxCrossEntropy,
            Conv(8, 3) with { Groups = 4 }, ReLU, MaxPool(2), Dense(3))),
        new(2, OnImages("AsManyGroupsAsChannels", 2, 12, 12, SoftmaxCrossEntropy,
            Conv(11, 3), ReLU, Conv(11, 3) with { Groups = 11, Pad = 1 }, ReLU, Conv(9, 1), ReLU, Dense(3))),
        new(2, OnImages("FiveGroupsOnTheInputWithBorder", 10, 9, 8, MeanSquaredError,
            Conv(5, 5, 3) with { Groups = 5, Pad = 2, Bias = false }, Tanh, Conv(4, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("GroupsWithStrideAndDilation", 6, 15, 17, SoftmaxCrossEntropy,
            Conv(8, 3) with { Groups = 2, Stride = 2 }, ReLU,
            Conv(12, 2, 3) with { Groups = 4, Dilation = 2, Pad = 2, Stride = new(1, 2) }, ReLU, Dense(3))),
        new(2, OnImages("GroupsBetweenBorders", 4, 9, 10, MeanSquaredError,
            Conv(6, 3) with { Pad = 1 }, Sigmoid, Conv(10, 3) with { Groups = 2, Pad = 1 }, Sigmoid,
            Conv(7, 3) with { Pad = 1 }, Tanh, Dense(3))),
        new(1, OnImages("GroupsByTransforms", 40, 12, 12, SoftmaxCrossEntropy,
            Conv(64, 3) with { Groups = 2, Pad = 1 }, ReLU, MaxPool(2), Dense(3))),
        new(2, OnImages("GroupsBySparseFields", 24, 12, 13, SoftmaxCrossEntropy,
            ReLU, Conv(34, 3) with { Groups = 2, Pad = 1 }, MaxPool(2, 1), ReLU, Dense(3))),
        new(2, OnImages("GroupsAtTheEnd", 4, 5, 6, MeanSquaredError, Conv(6, 2) with { Groups = 2 })),
        new(2, OnImages("GroupsPredictOnly", 6, 8, 8, None, Conv(9, 3) with { Groups = 3, Same = true }, MaxPool(2), ReLU)),
        new(7, OnImages("OnePixelPerGroup", 6, 1, 1, SoftmaxCrossEntropy, Conv(4, 1) with { Groups = 2 }, ReLU, Dense(3))),
    ];

    /// <summary>Strides above one in consecutive layers, like small versions of networks that play Atari
    /// games.</summary>
    private static IReadOnlyList<MatrixCase> Atari { get; } =
    [
        new(2, OnImages("AtariInSmall", 4, 28, 28, MeanSquaredError,
            Conv(6, 8) with { Stride = 4 }, ReLU, Conv(12, 4) with { Stride = 2 }, ReLU, Dense(32), ReLU, Dense(4))),
        new(2, OnImages("AtariWithThreeConvolutions", 2, 33, 31, MeanSquaredError,
            Conv(9, 8) with { Stride = 4, Pad = 2 }, ReLU, Conv(10, 4) with { Stride = 2, Pad = 1 }, ReLU,
            Conv(8, 3), ReLU, Dense(17), ReLU, Dense(4))),
    ];
}
