using static ConvGen.Tests.Reference.Layers;
using static ConvGen.Tests.Reference.Loss;
using static ConvGen.Tests.Reference.NetworkSpec;

namespace ConvGen.Tests.Matrix;

/// <content>Dropouts.</content>
internal static partial class HandPickedNetworks
{
    /// <summary>Prediction skips inverted dropouts and passes their input on in the layout of the next layer.</summary>
    private static IReadOnlyList<MatrixCase> Dropouts { get; } =
    [
        new(7, OnVectors("DropoutOnVectors", 20, SoftmaxCrossEntropy, Dropout(0.2), Dense(9), ReLU, Dropout(0.5), Dense(4))),
        new(64, OnVectors("DropoutOnWholeVectors", 24, MeanSquaredError, Dropout(0.5) with { Inverted = false }, Dense(9))),
        new(7, OnImages("BooksDropout", 1, 14, 14, SoftmaxCrossEntropy,
            Conv(10, 5), MaxPool(2), ReLU, Dropout(0.5) with { Inverted = false }, Dense(30), ReLU,
            Dropout(0.5) with { Inverted = false }, Dense(10))),
        new(2, OnImages("DropoutOnThePlanarInput", 1, 16, 17, SoftmaxCrossEntropy,
            Dropout(0.3), Conv(4, 3) with { Pad = 1 }, ReLU, Dense(3))),
        new(2, OnImages("DropoutBeforeABorder", 3, 9, 8, SigmoidCrossEntropy,
            Conv(11, 3), ReLU, Dropout(0.4), Conv(5, 3) with { Pad = new(1, 0, 2, 1) }, Tanh, Dense(3))),
        new(2, OnImages("BooksDropoutBeforeABorder", 3, 9, 8, SigmoidCrossEntropy,
            Conv(5, 3), Tanh, Dropout(0.1) with { Inverted = false }, Conv(9, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnImages("DropoutBetweenConvAndPool", 2, 10, 10, MeanSquaredError,
            Conv(20, 3), Dropout(0.5), MaxPool(2), ReLU, Dense(3))),
        new(7, OnImages("DropoutTwiceBeforeABorder", 2, 7, 7, SoftmaxCrossEntropy,
            Conv(9, 2), Dropout(0.5), Dropout(0.25), Conv(3, 3) with { Pad = 1 }, Dense(3))),
        new(2, OnVectors("DropoutBeforeTheLoss", 11, SoftmaxCrossEntropy, Dense(5), Dropout(0.5))),
        new(2, OnImages("DropoutOfAnImageBeforeTheLoss", 3, 5, 4, SigmoidCrossEntropy, Conv(3, 2), Dropout(0.5), ReLU, Dropout(0.3))),
        new(7, OnVectors("NothingButDropout", 8, SigmoidCrossEntropy, Dropout(0.5))),
        new(2, OnVectors("NothingButTheBooksDropout", 13, SigmoidCrossEntropy, Dropout(0.5) with { Inverted = false })),
        new(2, OnImages("DropoutOfNothing", 2, 5, 5, SoftmaxCrossEntropy,
            Dropout(0), Conv(3, 2), Dropout(0) with { Inverted = false }, ReLU, Dense(3))),
        new(7, OnImages("DropoutWithoutLoss", 2, 5, 5, None,
            Conv(3, 2), Dropout(0.5), ReLU, Dropout(0.5) with { Inverted = false }, Dense(3))),
    ];
}
