using ConvGen;

namespace Chapter6.Networks;

/// <summary>The baseline: one hidden layer of a hundred sigmoid neurons.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Dense(100), Sigmoid]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class Shallow;
