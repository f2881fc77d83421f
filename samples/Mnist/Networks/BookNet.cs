using ConvGen;

namespace MnistSample.Networks;

/// <summary>
/// The two-convolution network of chapter 6 of Michael Nielsen's "Neural Networks and Deep Learning".
/// </summary>
/// <remarks>Twenty 5x5 filters detect strokes in the 28x28 image; each gives a 24x24 map of the positions of its
/// stroke. Max pooling keeps the strongest response of every 2x2 pixels, and ReLU removes negative ones: 20x12x12.
/// Forty filters over all twenty maps do the same for combinations of strokes: 40x4x4. From these 640 numbers, a
/// hundred units and then ten decide which digit it is; softmax turns their outputs into probabilities. Pooling before
/// the activation is the book's order; ReLU is monotonic, so the other order gives the same numbers for four times the
/// work.</remarks>
[Network(1, 28, 28)]
[Conv(20, 5), MaxPool(2), ReLU]
[Conv(40, 5), MaxPool(2), ReLU]
[Dense(100), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class BookNet;
