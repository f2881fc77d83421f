using ConvGen;

namespace Chapter6.Networks;

/// <summary>The chapter's network with fewer filters: half of the arithmetic, and nearly the same accuracy after a few
/// epochs.</summary>
[Network(1, 28, 28)]
[Conv(16, 5), MaxPool(2), ReLU]
[Conv(32, 5), MaxPool(2), ReLU]
[Dense(64), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class RaceNet;
