using ConvGen.Onnx;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.AheadOfTime;

/// <summary>Writes a model and reads it again.</summary>
internal static class OnnxUse
{
    public static string Describe()
    {
        var network = OnnxNetwork.Parse(new ProbeNet(seed: 1).ToOnnx());
        string firstLine = network.Declaration("Imported").Split('\n').First(line => line.StartsWith("[Network", StringComparison.Ordinal));
        return $"ONNX: {firstLine.Trim()}, {network.Weights().Length > 0}";
    }
}
