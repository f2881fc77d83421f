using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <content>Depthwise convolutions.</content>
internal static partial class HandPickedNetworks
{
    /// <summary>Depthwise convolutions.</summary>
    private static IReadOnlyList<MatrixCase> DepthwiseConvs { get; } =
    [
        new(7, OnImages("DepthwiseOnTheInput", 3, 9, 8, SoftmaxCrossEntropy, DepthwiseConv(3), ReLU, Dense(3))),
        new(2, OnImages("DepthwiseOfOneChannel", 1, 9, 8, SoftmaxCrossEntropy, DepthwiseConv(3), MaxPool(2), ReLU, Dense(3))),
        new(2, OnImages("DepthwiseSeparable", 3, 14, 13, SoftmaxCrossEntropy,
            Conv(12, 3), ReLU, DepthwiseConv(3) with { Same = true }, Tanh, Conv(7, 1), ReLU, MaxPool(2), Dense(3))),
        new(2, OnImages("DepthwiseBeforePoolAndPaddedConv", 8, 15, 14, SoftmaxCrossEntropy,
            DepthwiseConv(4, 3), MaxPool(2), Sigmoid, Conv(9, 3) with { Pad = 1 }, ReLU, Dense(3))),
        new(7, OnImages("DepthwiseStride2", 9, 13, 12, SoftmaxCrossEntropy,
            Conv(9, 1), DepthwiseConv(3) with { Stride = 2, Pad = 1 }, ReLU,
            DepthwiseConv(2) with { Stride = new(1, 3) }, Dense(3))),
        new(2, OnImages("DepthwiseStrideBeyondTheKernel", 5, 12, 11, MeanSquaredError,
            Tanh, DepthwiseConv(1, 2) with { Stride = 3 }, Dense(3))),
        new(2, OnImages("DepthwiseDilated", 10, 13, 15, MeanSquaredError,
            Conv(10, 1), DepthwiseConv(3) with { Dilation = 2, Pad = new(1, 2, 0, 3) }, Sigmoid,
            DepthwiseConv(2, 3) with { Dilation = new(3, 1), Same = true }, Dense(3))),
        new(2, OnImages("DepthwiseLargeKernels", 9, 16, 20, MeanSquaredError,
            Conv(9, 1), DepthwiseConv(5) with { Pad = 2 }, Tanh, DepthwiseConv(7, 14), ReLU, Dense(3))),
        new(2, OnImages("DepthwiseWithoutBias", 17, 6, 26, SoftmaxCrossEntropy,
            DepthwiseConv(3) with { Bias = false, Pad = 1 }, ReLU, GlobalAveragePool, Dense(3))),
        new(7, OnImages("DepthwisePaddedBeyondTheKernel", 4, 5, 6, MeanSquaredError,
            Conv(4, 1), DepthwiseConv(1, 2) with { Pad = new(2, 3, 1, 2) }, Tanh, Dense(3))),
        new(2, OnImages("DepthwiseOverTheWholeImage", 11, 5, 6, SoftmaxCrossEntropy,
            Conv(11, 2), ReLU, DepthwiseConv(4, 5), Dense(3))),
        new(2, OnImages("DepthwiseLast", 3, 6, 5, MeanSquaredError, Conv(6, 2), DepthwiseConv(2))),
    ];
}
