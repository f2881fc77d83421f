using ConvGen.Generators.Planning;
using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>
/// What NaN and infinity do in a convolution by Winograd's transforms, which mix the values of a tile: they are never lost, and
/// they reach the tiles that read them and nothing else. (Direct kernels keep to the fields of <see cref="NotANumberTests"/>.)
/// </summary>
public sealed class TransformedNotANumberTests
{
    private const int Side = 12, Channels = 9, Filters = 10, Kernel = 3, Pad = 1, Samples = 2;

    /// <summary>F(4x4, 3x3) reads tiles of six pixels; the smaller transforms read fewer.</summary>
    private const int MostTilePixels = 6;

    private static readonly NetworkSpec Network = NetworkSpec.OnImages(
        "Transformed", Channels, Side, Side, Loss.None, Conv(Filters, Kernel) with { Pad = Pad });

    private static readonly Lazy<NetworkBatch> Batch = new(() =>
        new("TransformedNotANumber", [Network], choice: CandidateChoice.Prefer(schedule => schedule is WinogradForward)));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_tile_keeps_it_to_itself(float value)
    {
        ReferenceNetwork reference = new(Network);
        DrawnCase drawn = DrawnCase.Draw(reference, Samples, seed: 1);
        ITestNetwork network = Batch.Value.Create(reference);
        float[] clean = Predict(network, Floats.From(drawn.Inputs));
        for (int pixel = 0; pixel < Channels * Side * Side; pixel++)
        {
            float[] inputs = Floats.From(drawn.Inputs);
            inputs[pixel] = value;
            float[] outputs = Predict(network, inputs);
            for (int output = 0; output < outputs.Length; output++)
            {
                int distance = Math.Max(
                    Math.Abs(output / Side % Side - pixel / Side % Side), Math.Abs(output % Side - pixel % Side));
                bool isFirstSample = output < outputs.Length / Samples;
                if (isFirstSample && distance <= Kernel / 2)
                {
                    Assert.False(float.IsFinite(outputs[output]), $"Output {output} has lost what stands in pixel {pixel}.");
                }
                else if (!isFirstSample || distance >= MostTilePixels)
                {
                    Assert.Equal(clean[output], outputs[output]);
                }
            }
        }

        Assert.Equal(clean, Predict(network, Floats.From(drawn.Inputs)));
    }

    private static float[] Predict(ITestNetwork network, float[] inputs)
    {
        float[] outputs = new float[Samples * network.OutputLength];
        network.Predict(inputs, outputs);
        return outputs;
    }
}
