using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <content>Activations that the book does not use: fused ones, and ones that store their derivative.</content>
internal static partial class HandPickedNetworks
{
    private static IReadOnlyList<MatrixCase> Activations { get; } =
    [
        new(7, OnImages("LeakyReLUBeforePool", 1, 14, 13, SoftmaxCrossEntropy, Conv(5, 3), LeakyReLU(0.25), MaxPool(2), Dense(4))),
        new(7, OnImages("LeakyReLUAfterPool", 6, 14, 13, SoftmaxCrossEntropy, Conv(20, 3), MaxPool(2), LeakyReLU(0.01), Dense(4))),
        new(2, OnImages("LeakyReLUOfSlope0BeforePool", 2, 9, 9, SoftmaxCrossEntropy, Conv(5, 3), LeakyReLU(0), MaxPool(2), Dense(4))),
        new(2, OnImages("LeakyReLUOfSlope2", 2, 9, 9, MeanSquaredError, Conv(5, 3), LeakyReLU(2), MaxPool(2), Dense(4), LeakyReLU(0.5))),
        new(2, OnImages("LeakyReLUTransformed", 16, 16, 12, SoftmaxCrossEntropy,
            Conv(33, 3) with { Pad = 1 }, LeakyReLU(0.125), MaxPool(2), Dense(3))),
        new(2, OnImages("LeakyReLUOnTheInput", 3, 7, 7, SoftmaxCrossEntropy, LeakyReLU(0.1), Conv(4, 3), LeakyReLU(0.1), Dense(3))),
        new(7, OnImages("ELUEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            ELU, Conv(9, 3) with { Pad = 1 }, ELU, MaxPool(2), Conv(5, 3), MaxPool(2), ELU, Dense(5), ELU, Dense(3))),
        new(7, OnImages("SoftplusEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            Softplus, Conv(9, 3) with { Pad = 1 }, Softplus, MaxPool(2), Conv(5, 3), MaxPool(2), Softplus, Dense(5), Softplus, Dense(3))),
        new(7, OnImages("SiLUEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            SiLU, Conv(9, 3) with { Pad = 1 }, SiLU, MaxPool(2), Conv(5, 3), MaxPool(2), SiLU, Dense(5), SiLU, Dense(3))),
        new(7, OnImages("GELUEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            GELU, Conv(9, 3) with { Pad = 1 }, GELU, MaxPool(2), Conv(5, 3), MaxPool(2), GELU, Dense(5), GELU, Dense(3))),
        new(2, OnImages("SiLUBeforeABorder", 3, 9, 8, MeanSquaredError,
            Conv(11, 3), SiLU, Conv(5, 3) with { Pad = new(1, 0, 2, 1) }, SiLU)),
        new(2, OnImages("GELUBehindAnOverlappingPool", 3, 9, 8, MeanSquaredError, MaxPool(3) with { Stride = 1, Pad = 1 }, GELU, Dense(3))),
        new(64, OnVectors("GELUThenSiLUOnVectors", 21, SigmoidCrossEntropy, Dense(17), GELU, SiLU, Dense(9), SiLU)),
        new(7, OnImages("ReLU6BeforePool", 1, 14, 13, SoftmaxCrossEntropy, Conv(5, 3), ReLU6, MaxPool(2), Dense(4))),
        new(7, OnImages("ReLU6Depthwise", 11, 8, 7, SoftmaxCrossEntropy,
            Conv(19, 1), ReLU6, DepthwiseConv(3) with { Pad = 1 }, ReLU6, Conv(5, 1), Dense(4))),
        new(7, OnImages("ClipBeforePool", 2, 14, 13, SoftmaxCrossEntropy, Conv(5, 3), Clip(-0.5, 0.5), MaxPool(2), Dense(4))),
        new(2, OnImages("ClipAboveZero", 3, 9, 8, MeanSquaredError,
            Conv(11, 3), Clip(0.125, 0.5), DepthwiseConv(3) with { Pad = 1 }, Clip(0.25, 1), Dense(5), Clip(-2, -0.25), Dense(3))),
        new(2, OnImages("ClipTransformed", 16, 16, 12, SoftmaxCrossEntropy,
            Conv(33, 3) with { Pad = 1 }, Clip(-1, -0.25), MaxPool(2), Dense(3))),
        new(2, OnImages("ClipOnTheInput", 3, 7, 7, SoftmaxCrossEntropy, Clip(-1, 1), Conv(4, 3), MaxPool(2), Clip(-0.25, 2), Dense(3))),
        new(2, OnImages("ClipOfAFewPlanes", 1, 20, 20, MeanSquaredError, Conv(3, 5), Clip(0.5, 1.5), MaxPool(2), Dense(3))),
        new(7, OnImages("HardSigmoidEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            HardSigmoid, Conv(9, 3) with { Pad = 1 }, HardSigmoid, MaxPool(2), Conv(5, 3), MaxPool(2), HardSigmoid, Dense(5), HardSigmoid,
            Dense(3))),
        new(7, OnImages("HardSwishEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            HardSwish, Conv(9, 3) with { Pad = 1 }, HardSwish, MaxPool(2), Conv(5, 3), MaxPool(2), HardSwish, Dense(5), HardSwish, Dense(3))),
        new(7, OnImages("MishEverywhere", 2, 11, 10, SoftmaxCrossEntropy,
            Mish, Conv(9, 3) with { Pad = 1 }, Mish, MaxPool(2), Conv(5, 3), MaxPool(2), Mish, Dense(5), Mish, Dense(3))),
        new(64, OnVectors("HardActivationsOnVectors", 21, SigmoidCrossEntropy,
            Dense(17), HardSwish, Mish, Dense(9), ReLU6, Dense(9), HardSigmoid, Dense(4))),
        new(2, OnImages("SmoothActivationsWithoutLoss", 2, 6, 5, None, Conv(3, 2), SiLU, GELU, Softplus, ELU, Dense(3), GELU)),
    ];
}
