using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <content>Equal stages one after the other.</content>
internal static partial class HandPickedNetworks
{
    /// <summary>Equal stages one after the other, which share their kernels.</summary>
    private static IReadOnlyList<MatrixCase> Repetitions { get; } =
    [
        new(7, OnImages("RepeatedConvs", 3, 7, 9, SoftmaxCrossEntropy,
            Conv(11, 3) with { Pad = 1 }, ReLU, Conv(11, 3) with { Pad = 1 }, ReLU, Conv(11, 3) with { Pad = 1 }, ReLU,
            Conv(11, 3) with { Pad = 1 }, ReLU, MaxPool(2), Dense(3))),
        new(2, OnImages("RepeatedGroups", 9, 7, 6, SoftmaxCrossEntropy,
            Conv(9, 3) with { Pad = 1, Groups = 3 }, Tanh, Conv(9, 3) with { Pad = 1, Groups = 3 }, Tanh,
            Conv(9, 3) with { Pad = 1, Groups = 3 }, Tanh, Conv(5, 1), Dense(3))),
        new(2, OnImages("RepeatedDepthwiseConvs", 10, 8, 7, MeanSquaredError,
            DepthwiseConv(3) with { Pad = 1 }, Sigmoid, DepthwiseConv(3) with { Pad = 1 }, Sigmoid,
            DepthwiseConv(3) with { Pad = 1 }, Sigmoid, Conv(3, 1), Dense(3))),
        new(2, OnImages("RepeatedPools", 5, 9, 8, SoftmaxCrossEntropy,
            Conv(5, 1), MaxPool(3) with { Stride = 1, Pad = 1 }, MaxPool(3) with { Stride = 1, Pad = 1 }, MaxPool(2),
            AveragePool(3) with { Stride = 1, Pad = 1 }, AveragePool(3) with { Stride = 1, Pad = 1 },
            AveragePool(3) with { Stride = 1, Pad = 1 }, Dense(3))),
        new(2, OnImages("RepeatedL2Pools", 5, 5, 4, SoftmaxCrossEntropy,
            Conv(5, 1), L2Pool(3) with { Stride = 1, Pad = 1 }, L2Pool(3) with { Stride = 1, Pad = 1 },
            L2Pool(3) with { Stride = 1, Pad = 1 }, AveragePool(3), Dense(3))),
        new(7, OnVectors("RepeatedDensesAndDropouts", 13, SoftmaxCrossEntropy,
            Dense(13), GELU, GELU, Dropout(0.5) with { Inverted = false }, Dense(13), Dropout(0.5) with { Inverted = false },
            Dense(13), GELU, Dropout(0.5), Dense(13), Dropout(0.5), Dense(4))),
    ];
}
