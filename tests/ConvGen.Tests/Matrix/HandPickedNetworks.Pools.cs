using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <content>Poolings that are not fused.</content>
internal static partial class HandPickedNetworks
{
    /// <summary>Poolings that are not fused: averages, L2 norms, whole images and dilated windows.</summary>
    private static IReadOnlyList<MatrixCase> OtherPools { get; } =
    [
        new(7, OnImages("AverageBookOrder", 1, 13, 12, SoftmaxCrossEntropy, Conv(5, 4), AveragePool(2), ReLU, Dense(4))),
        new(2, OnImages("AverageUsualOrder", 2, 12, 14, SoftmaxCrossEntropy, Conv(9, 3), ReLU, AveragePool(2), Dense(4))),
        new(2, OnImages("AverageBetweenConvs", 1, 18, 17, SoftmaxCrossEntropy,
            Conv(6, 3), AveragePool(2), Sigmoid, Conv(11, 3) with { Pad = 1 }, AveragePool(2), ReLU, Dense(4))),
        new(7, OnImages("AverageOnTheInput", 3, 9, 11, MeanSquaredError, AveragePool(2), Conv(4, 3), Dense(3))),
        new(2, OnImages("AverageOverlapping", 9, 11, 9, MeanSquaredError, AveragePool(3) with { Stride = 2 }, Tanh, Dense(3))),
        new(7, OnImages("AveragePaddedUnevenly", 2, 9, 8, SoftmaxCrossEntropy,
            Conv(5, 2), Tanh, AveragePool(3, 2) with { Stride = new(2, 1), Pad = new(1, 0, 0, 1) }, Dense(3))),
        new(2, OnImages("AverageInCeilMode", 2, 10, 9, SoftmaxCrossEntropy,
            Conv(8, 2), AveragePool(3) with { Stride = 2, Pad = 1, CeilMode = true }, ReLU, Dense(3))),
        new(2, OnImages("AverageOfTheImageAlone", 2, 10, 9, SoftmaxCrossEntropy,
            Conv(8, 2), AveragePool(3) with { Stride = 2, Pad = 1, CeilMode = true, CountPadding = false }, ReLU, Dense(3))),
        new(7, OnImages("AverageWithGaps", 3, 11, 13, MeanSquaredError, AveragePool(2) with { Stride = 3 }, Dense(3))),
        new(2, OnImages("AverageOfLargeWindows", 10, 15, 9, MeanSquaredError,
            AveragePool(5, 4) with { Stride = new(5, 2) }, Sigmoid, Dense(3))),
        new(2, OnImages("AverageOfARow", 2, 3, 29, MeanSquaredError, AveragePool(1, 14), Tanh, Dense(3))),
        new(2, OnImages("AverageBeforePaddedConv", 3, 12, 12, SoftmaxCrossEntropy,
            Conv(9, 3), ReLU, AveragePool(2), Conv(5, 3) with { Pad = 1 }, ReLU, AveragePool(2) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("AverageLast", 2, 8, 9, MeanSquaredError, Conv(3, 2), AveragePool(2, 1))),
        new(7, OnImages("L2BookOrder", 1, 12, 13, SoftmaxCrossEntropy, Conv(5, 4), L2Pool(2), ReLU, Dense(4))),
        new(2, OnImages("L2BetweenConvs", 1, 18, 17, SoftmaxCrossEntropy,
            Conv(6, 3), L2Pool(2), Sigmoid, Conv(11, 3) with { Pad = 1 }, L2Pool(2), Tanh, Dense(4))),
        new(2, OnImages("L2OnTheInput", 9, 8, 10, MeanSquaredError, L2Pool(2), Conv(4, 3), Dense(3))),
        new(7, OnImages("L2OverlappingAndPadded", 2, 9, 8, MeanSquaredError,
            Conv(4, 2), L2Pool(3) with { Stride = new(2, 1), Pad = new(1, 0, 1, 1) }, Tanh, Dense(3))),
        new(2, OnImages("L2InCeilMode", 2, 10, 9, SoftmaxCrossEntropy, Conv(8, 2), L2Pool(2) with { CeilMode = true }, Dense(3))),
        new(2, OnImages("L2OfLargeWindows", 3, 11, 13, MeanSquaredError, L2Pool(5, 4) with { Stride = 3 }, Dense(3))),
        new(2, OnImages("L2OfARow", 9, 3, 29, MeanSquaredError, L2Pool(1, 14), Tanh, Dense(3))),
        new(7, OnImages("L2BehindReLU", 2, 10, 10, SoftmaxCrossEntropy, Conv(7, 3), ReLU, L2Pool(2), Dense(3))),
        new(7, OnImages("GlobalAverage", 2, 9, 8, SoftmaxCrossEntropy, Conv(11, 3), ReLU, GlobalAveragePool, Dense(3))),
        new(2, OnImages("GlobalAverageLast", 2, 9, 8, SoftmaxCrossEntropy, Conv(11, 3), GlobalAveragePool)),
        new(2, OnImages("GlobalAverageOfTwoByTwo", 3, 6, 6, SoftmaxCrossEntropy,
            Conv(11, 3), ReLU, MaxPool(2), GlobalAveragePool, Dense(3))),
        new(7, OnImages("GlobalMaximum", 2, 9, 8, SoftmaxCrossEntropy, Conv(11, 3), ReLU, GlobalMaxPool, Dense(3))),
        new(2, OnImages("GlobalMaximumOfAFusedWindow", 2, 5, 6, SoftmaxCrossEntropy, Conv(5, 4), GlobalMaxPool, Tanh, Dense(3))),
        new(2, OnImages("GlobalMaximumOnTheInput", 9, 4, 7, MeanSquaredError, GlobalMaxPool)),
        new(2, OnImages("DilatedPool", 2, 9, 10, SoftmaxCrossEntropy,
            Conv(9, 2), MaxPool(2) with { Dilation = 3 }, ReLU, Dense(3))),
        new(7, OnImages("DilatedPaddedPool", 2, 9, 8, SoftmaxCrossEntropy,
            Conv(4, 2), ReLU, MaxPool(3, 2) with { Dilation = 2, Stride = new(1, 2), Pad = 1, CeilMode = true }, Dense(3))),
        new(2, OnImages("DilatedPoolByItsWindow", 3, 12, 12, MeanSquaredError,
            Conv(4, 3), MaxPool(2) with { Dilation = 2 }, Dense(3))),
        new(2, OnImages("PoolWrittenOutBehindSigmoid", 2, 11, 12, SoftmaxCrossEntropy,
            Conv(17, 3), Sigmoid, MaxPool(3, 2) with { Stride = new(2, 3) }, Tanh, Dense(3))),
    ];
}
