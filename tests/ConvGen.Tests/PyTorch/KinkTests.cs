using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.PyTorch;

/// <summary>Gradients at exactly the kinks, and at the floats next to them, are those of PyTorch's backward kernels: measured with
/// version 1.13, except those of Hardswish at -3 and 3, which later versions changed to these values.</summary>
public sealed class KinkTests
{
    private const float BelowThree = 2.9999998f, Sixth = 1f / 6f;

    private static readonly Lazy<CompiledProject> Project = new(() => new UserProject
    {
        Name = "Kinks",
        Sources =
        [
            Alone("Clip", "Clip(-1, 2)"), Alone("ReLU6", "ReLU6"), Alone("HardSigmoid", "HardSigmoid"), Alone("HardSwish", "HardSwish"),
            Alone("Mish", "Mish"),
            "using ConvGen; [Network(1, 4, 4)] [Conv(1, 1), Clip(-1, 1), MaxPool(2), MeanSquaredError] public sealed partial class OfPooledClip;",
        ],
    }.Compile());

    [Fact]
    public void Clip_has_no_gradient_at_its_bounds() => Expect(
        "Clip",
        (-3, -1, 0), (-1, -1, 0), (-0.99999994f, -0.99999994f, 1), (0, 0, 1), (-0f, 0, 1), (1.9999999f, 1.9999999f, 1), (2, 2, 0), (3, 2, 0),
        (6, 2, 0), (float.MaxValue, 2, 0), (float.MinValue, -1, 0));

    [Fact]
    public void ReLU6_has_no_gradient_at_0_and_6() => Expect(
        "ReLU6",
        (-3, 0, 0), (0, 0, 0), (-0f, 0, 0), (float.Epsilon, 0, 1), (-1, 0, 0), (2, 2, 1), (3, 3, 1), (5.9999995f, 5.9999995f, 1), (6, 6, 0),
        (7, 6, 0), (float.MaxValue, 6, 0));

    [Fact]
    public void HardSigmoid_has_no_gradient_at_minus_3_and_3() => Expect(
        "HardSigmoid",
        (-3, 0, 0), (-BelowThree, 0, Sixth), (-1, 2 * Sixth, Sixth), (0, 0.5f, Sixth), (-0f, 0.5f, Sixth), (2, 5 * Sixth, Sixth),
        (BelowThree, 1, Sixth), (3, 1, 0), (6, 1, 0), (-4, 0, 0), (float.MaxValue, 1, 0));

    [Fact]
    public void HardSwish_has_the_gradients_of_the_lines_beside_its_kinks() => Expect(
        "HardSwish",
        (-3, 0, 0), (-4, 0, 0), (-BelowThree, 0, -0.5f), (-1, -2 * Sixth, Sixth), (0, 0, 0.5f), (-0f, 0, 0.5f), (2, 10 * Sixth, 7 * Sixth),
        (BelowThree, BelowThree, 1.5f), (3, 3, 1), (6, 6, 1), (7, 7, 1));

    [Fact]
    public void Mish_has_the_gradients_of_PyTorch() => Expect(
        "Mish",
        (-3, -0.14564746618270874f, -0.09339312463998795f), (3, 2.98653507232666f, 1.0211069583892822f), (0, 0, 0.6f), (-0f, 0, 0.6f),
        (6, 5.999926567077637f, 1.000133991241455f), (-1, -0.3034014403820038f, 0.05921673f), (2, 1.9439589977264404f, 1.0693179368972778f),
        (30, 30, 1), (-30, -2.807287e-12f, -2.713711e-12f), (100, 100, 1), (-200, 0, 0));

    /// <summary>Convolution, clip and pooling are one kernel that pools first. In the first two windows all values are beyond a bound, so
    /// that PyTorch's winner is another one, but without a gradient; in the third two are equal; in the fourth one is at the
    /// bound.</summary>
    [Fact]
    public void A_clip_before_a_pooling_gives_the_gradients_of_the_declared_order()
    {
        ITestNetwork network = Project.Value.Create("OfPooledClip");
        network.Parameters["Conv1.weight"].CopyFrom([1f]);
        network.Parameters["Conv1.bias"].CopyFrom([0f]);
        float[] inputs =
        [
            2, 3, -4, -2,
            5, 4, -1, -3,
            0.5f, -1, 0.25f, 1,
            0.5f, 0.25f, 0.75f, 0.5f,
        ];
        float[] outputs = new float[4];
        network.Predict(inputs, outputs);
        Assert.Equal([1, -1, 0.5f, 1], outputs);

        // The gradient of the mean of (y - t)^2 over four values is (y - t) / 2, so 1 for each.
        Gradients gradients = network.CreateGradients();
        network.Backpropagate(inputs, [.. outputs.Select(output => output - 2)], gradients);
        float[] below = new float[16];
        gradients.Input.CopyTo(below);
        float[] expected = new float[16];
        expected[8] = 1;
        Assert.Equal(expected, below);
    }

    private static string Alone(string name, string activation) =>
        $"using ConvGen; [Network(11)] [{activation}, MeanSquaredError] public sealed partial class Of{name};";

    /// <summary>The gradient of the mean of (y - t)^2 over 11 values is 2 (y - t) / 11, so 1 where y - t is 5.5.</summary>
    private static void Expect(string name, params (float X, float Y, float Slope)[] points)
    {
        Assert.Equal(11, points.Length);
        ITestNetwork network = Project.Value.Create("Of" + name);
        float[] inputs = [.. points.Select(point => point.X)], outputs = new float[11];
        network.Predict(inputs, outputs);
        for (int i = 0; i < points.Length; i++)
        {
            Assert.Equal(points[i].Y, outputs[i], 3e-7f * Math.Max(1, Math.Abs(points[i].Y)));
        }

        Gradients gradients = network.CreateGradients();
        network.Backpropagate(inputs, [.. outputs.Select(output => output - 5.5f)], gradients);
        float[] slopes = new float[11];
        gradients.Input.CopyTo(slopes);
        for (int i = 0; i < points.Length; i++)
        {
            float expected = points[i].Slope;
            Assert.True(
                expected == 0 ? slopes[i] == 0 : Math.Abs(slopes[i] - expected) <= 1e-6f,
                $"{points[i].X:R}: {slopes[i]:R} instead of {expected:R}");
        }
    }
}
