using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>The diagnostics of layers over signals, CVG038 among them, name the layer and the argument that the user wrote.</summary>
public sealed class SignalDiagnosticsTests
{
    [Theory]
    [InlineData("[Network(3, 28, 14)] [{|CVG038:Conv1D|}(8, 5)]", "Conv1D1 needs a signal, an image of one row, but its 3x28x14 input has 28 rows; use [Conv] for images")]
    [InlineData("[Network(3, 2, 9)] [Conv(4, 1), {|CVG038:MaxPool1D|}(2)]", "MaxPool1D1 needs a signal, an image of one row, but its 4x2x9 input has 2 rows; use [MaxPool] for images")]
    [InlineData("[Network(3, 2, 9)] [{|CVG038:AveragePool1D|}(2, Name = \"Mean\")]", "Mean needs a signal, an image of one row, but its 3x2x9 input has 2 rows; use [AveragePool] for images")]
    [InlineData("[Network(9)] [{|CVG032:Conv1D|}(8, 5)]", "Conv1D1 needs an image, but its input is a flat vector of 9 values from [Network(length)]")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, {|CVG030:12|}, Pad = 1)]", "The 1x12 kernel is larger than the 1x9 input of Conv1D1 (1x11 with its padding); this is the input of the network")]
    [InlineData("[Network(2, 1, 9)] [MaxPool1D({|CVG030:10|})]", "The 1x10 window is larger than the 1x9 input of MaxPool1D1; this is the input of the network")]
    [InlineData("[Network(2, 1, 9)] [MaxPool1D(3, PadLeft = {|CVG031:2|})]", "2 columns of padding on the left of MaxPool1D1 are more than half of its 1x3 window; at most 1 is allowed")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, 3, Same = true, PadRight = {|CVG014:1|})]", "PadRight contradicts Same = true, which chooses the padding itself; remove one of them")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, 3, Groups = {|CVG035:3|})]", "Groups = 3 of Conv1D1 does not divide its 2 input channels; every group must have the same number of channels")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, {|CVG011:0|})]", "kernel of [Conv1D] is 0; it must be at least 1")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, 3, Stride = {|CVG011:0|})]", "Stride of [Conv1D] is 0; it must be at least 1")]
    [InlineData("[Network(2, 1, 9)] [Conv1D(8, 3, Pad = {|CVG017:1|}, PadLeft = 0, PadRight = 2)]", "Pad of [Conv1D] has no effect, because PadLeft and PadRight are given as well")]
    public void A_wrong_argument_is_reported(string source, string message) => Analyze.Expect($"{source} partial class Net;", message);

    [Theory]
    [InlineData("[Network(6, 1, 128)] [Conv1D(8, 5, Same = true), MaxPool1D(2), ReLU] [Conv1D(4, 3, Stride = 2, Groups = 2), AveragePool1D(3, Pad = 1)]")]
    [InlineData("[Network(6, 5, 7)] [GlobalAveragePool, Conv1D(8, 1)]")]
    [InlineData("[Network(6, 5, 7)] [Conv(3, 5, 1), Conv1D(8, 7)]")]
    public void Signals_may_come_from_any_layer(string source) => Analyze.ExpectNothing($"{source} partial class Net;");
}
