namespace ConvGen.Tests.Runtime;

public sealed class PredictTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(11)]
    public void A_batch_gives_the_same_predictions_as_its_samples_one_by_one(int samples)
    {
        var net = new LinearNet(seed: 5);
        float[] inputs = TestData.Floats(samples * LinearNet.Inputs);
        float[] outputs = new float[samples * LinearNet.Units];
        net.Predict(inputs, outputs);
        for (int i = 0; i < samples; i++)
        {
            float[] output = new float[LinearNet.Units];
            net.Predict(inputs.AsSpan(i * LinearNet.Inputs, LinearNet.Inputs), output);
            Assert.Equal(output, outputs.AsSpan(i * LinearNet.Units, LinearNet.Units).ToArray());
            Assert.Equal(1f, output.Sum(), 1e-6f);
        }
    }

    [Fact]
    public void Classify_returns_the_largest_output()
    {
        var net = new LinearNet();
        net.Parameters["Dense1.weight"].CopyFrom(new float[15]);
        net.Parameters["Dense1.bias"].CopyFrom([1f, 3f, 2f]);
        Assert.Equal(1, net.Classify(new float[LinearNet.Inputs]));
    }

    [Theory]
    [InlineData(new[] { 2f, 2f, 1f }, 0)]
    [InlineData(new[] { 1f, 2f, 2f }, 1)]
    [InlineData(new[] { 1f, float.NaN, 9f }, 1)]
    [InlineData(new[] { float.NaN, 1f, float.NaN }, 0)]
    public void Classify_returns_the_first_of_equal_outputs_and_prefers_NaN(float[] bias, int expected)
    {
        var net = new LinearNet(LinearNet.Squares);
        net.Parameters["Dense1.weight"].CopyFrom(new float[15]);
        net.Parameters["Dense1.bias"].CopyFrom(bias);
        Assert.Equal(expected, net.Classify(new float[LinearNet.Inputs]));
    }

    [Theory]
    [InlineData(-1f, 0)]
    [InlineData(0f, 1)]
    [InlineData(1f, 1)]
    [InlineData(float.NaN, 0)]
    public void A_single_output_means_yes_from_one_half_on(float bias, int expected)
    {
        var net = new LinearNet(LinearNet.YesNo);
        net.Parameters["Dense1.weight"].CopyFrom(new float[LinearNet.Inputs]);
        net.Parameters["Dense1.bias"].CopyFrom([bias]);
        Assert.Equal(expected, net.Classify(new float[LinearNet.Inputs]));
    }

    [Fact]
    public void Concurrent_predictions_equal_those_of_one_thread()
    {
        var net = new LinearNet(seed: 2);
        float[] inputs = TestData.Floats(50 * LinearNet.Inputs);
        float[] expected = new float[50 * LinearNet.Units];
        net.Predict(inputs, expected);
        float[][] results = new float[8][];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            float[] outputs = new float[expected.Length];
            for (int round = 0; round < 100; round++)
            {
                net.Predict(inputs, outputs);
            }

            results[thread] = outputs;
        });
        Assert.All(results, outputs => Assert.Equal(expected, outputs));
    }

    [Fact]
    public void Predict_and_Classify_allocate_nothing_after_the_first_call()
    {
        var net = new LinearNet();
        float[] inputs = TestData.Floats(7 * LinearNet.Inputs), outputs = new float[7 * LinearNet.Units];
        void Use()
        {
            net.Predict(inputs, outputs);
            net.Classify(inputs.AsSpan(0, LinearNet.Inputs));
            net.Dense1.Bias[0] += 1e-3f;
        }

        Use();
        long allocated = Allocations.Of(() =>
        {
            for (int call = 0; call < 10_000; call++)
            {
                Use();
            }
        });
        Assert.Equal(0, allocated);
    }
}
