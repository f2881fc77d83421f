namespace ConvGen.Tests.Files;

/// <summary>The network that the tests of this folder save: an image, two kinds of layers, and one that affects only
/// training.</summary>
[Network(1, 6, 6)]
[Conv(3, 3, Pad = 1), MaxPool(2), ReLU, Dropout(0.25f)]
[Dense(5), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class SavedNet;

/// <summary>A network with the same function for the same parameters. The loss and a dropout, which do not affect predictions, are left
/// out.</summary>
[Network(1, 6, 6, Init = Init.Glorot)]
[Conv(3, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(5), Tanh]
[Dense(3)]
public sealed partial class SavedNetAsItPredicts;

/// <summary>A network with the same names and shapes, but another function.</summary>
[Network(1, 6, 6)]
[Conv(3, 3, Pad = 1), AveragePool(2), ReLU]
[Dense(5), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class OtherwisePooledNet;

/// <summary>A network with one more unit.</summary>
[Network(1, 6, 6)]
[Conv(3, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(6), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class WiderNet;

/// <summary>Declares a member with the name of one of the library's members.</summary>
[Network(2)]
[Dense(1, Name = "Größe")]
public sealed partial class OwnSaveNet
{
    public string Save(string path) => $"{path} of {Parameters.Count} tensors";
}
