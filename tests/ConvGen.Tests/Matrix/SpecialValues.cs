using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Matrix;

/// <summary>Puts NaN and infinity in every position, one after the other: they reach exactly the values that the
/// definition requires, and do not affect the next call.</summary>
internal static class SpecialValues
{
    public static void AssertInInputs(NetworkSpec spec, NetworkBatch batch, double special)
    {
        ReferenceNetwork reference = new(spec);
        var drawn = DrawnCase.Draw(reference, samples: 2, seed: 1);
        ITestNetwork network = batch.Create(reference);

        for (int position = 0; position < spec.Input.Length; position++)
        {
            double[] inputs = [.. drawn.Inputs];
            inputs[position] = special;
            AssertAgrees(reference, network, inputs);
        }

        AssertAgrees(reference, network, drawn.Inputs);
    }

    public static void AssertInParameters(NetworkSpec spec, NetworkBatch batch, double special)
    {
        ReferenceNetwork reference = new(spec);
        var drawn = DrawnCase.Draw(reference, samples: 1, seed: 1);
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            for (int position = 0; position < parameter.Values.Length; position++)
            {
                double value = parameter.Values[position];
                parameter.Values[position] = special;
                AssertAgrees(reference, batch.Create(reference), drawn.Inputs);
                parameter.Values[position] = value;
            }
        }

        AssertAgrees(reference, batch.Create(reference), drawn.Inputs);
    }

    private static void AssertAgrees(ReferenceNetwork reference, ITestNetwork network, double[] inputs)
    {
        double[] expected = reference.Predict(inputs);
        float[] outputs = new float[expected.Length];
        network.Predict(Floats.From(inputs), outputs);

        Assert.Equal(expected.Select(double.IsNaN), outputs.Select(float.IsNaN));
        Assert.Equal(
            expected.Select(value => double.IsInfinity(value) ? Math.Sign(value) : 0),
            outputs.Select(value => float.IsInfinity(value) ? Math.Sign(value) : 0));
        Agreement.AssertClose(
            "outputs",
            [.. expected.Where(double.IsFinite).DefaultIfEmpty(0)],
            [.. outputs.Where(float.IsFinite).DefaultIfEmpty(0)]);
    }
}
