using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two hidden layers of 1,000 units with dropout as in the book's program: training drops half of the inputs
/// of every dense layer, and prediction uses all of them, halved.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), ReLU]
[Conv(40, 5), MaxPool(2), ReLU]
[Dropout(0.5, Inverted = false), Dense(1000), ReLU]
[Dropout(0.5, Inverted = false), Dense(1000), ReLU]
[Dropout(0.5, Inverted = false), Dense(10), SoftmaxCrossEntropy]
public sealed partial class Dropped1000;
