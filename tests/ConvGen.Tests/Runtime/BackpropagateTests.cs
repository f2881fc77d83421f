using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

public sealed class BackpropagateTests
{
    public static TheoryData<int> BatchSizes => [1, 2, 3, 7, 15, 16, 47, 48, 64, 65];

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void The_loss_is_the_mean_and_the_gradient_its_slope(int samples)
    {
        foreach (LinearProgram program in (LinearProgram[])[LinearNet.Softmax, LinearNet.Sigmoid, LinearNet.Squares])
        {
            var net = new LinearNet(program, seed: 4);
            float[] inputs = TestData.Floats(samples * LinearNet.Inputs);
            float[] targets = OneHot(TestData.Labels(samples, LinearNet.Units), LinearNet.Units);
            Gradients gradients = net.CreateGradients();
            float loss = net.Backpropagate(inputs, targets, gradients);

            double[] parameters = [.. net.Snapshot().Select(value => (double)value)];
            double[] x = [.. inputs.Select(value => (double)value)];
            Assert.Equal(Loss(program, parameters, x, targets), loss, 1e-5);
            AssertClose(Slope(parameters, p => Loss(program, p, x, targets)), Values(gradients));
            float[] inputGradients = new float[inputs.Length];
            gradients.Input.CopyTo(inputGradients);
            AssertClose(Slope(x, value => Loss(program, parameters, value, targets)), inputGradients);
        }
    }

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void Labels_are_one_hot_targets(int samples)
    {
        var net = new LinearNet(seed: 4);
        float[] inputs = TestData.Floats(samples * LinearNet.Inputs);
        int[] labels = TestData.Labels(samples, LinearNet.Units);
        Gradients byLabel = net.CreateGradients(), byTarget = net.CreateGradients();
        float labelLoss = net.Backpropagate(inputs, labels, byLabel);
        float targetLoss = net.Backpropagate(inputs, OneHot(labels, LinearNet.Units), byTarget);
        Assert.Equal(targetLoss, labelLoss);
        Assert.Equal(Values(byTarget), Values(byLabel));
    }

    [Fact]
    public void The_label_of_a_single_output_is_its_target()
    {
        var net = new LinearNet(LinearNet.YesNo, seed: 4);
        float[] inputs = TestData.Floats(4 * LinearNet.Inputs);
        Gradients byLabel = net.CreateGradients(), byTarget = net.CreateGradients();
        float labelLoss = net.Backpropagate(inputs, (int[])[0, 1, 1, 0], byLabel);
        float targetLoss = net.Backpropagate(inputs, (float[])[0f, 1f, 1f, 0f], byTarget);
        Assert.Equal(targetLoss, labelLoss);
        Assert.Equal(Values(byTarget), Values(byLabel));
    }

    [Fact]
    public void Gradients_of_an_earlier_batch_are_cleared()
    {
        var net = new LinearNet(seed: 4);
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs);
        int[] labels = TestData.Labels(20, LinearNet.Units);
        Gradients used = net.CreateGradients(), fresh = net.CreateGradients();
        net.Backpropagate(inputs, labels, used);
        net.Backpropagate(inputs.AsSpan(0, 5 * LinearNet.Inputs), labels.AsSpan(0, 5), used);
        net.Backpropagate(inputs.AsSpan(0, 5 * LinearNet.Inputs), labels.AsSpan(0, 5), fresh);
        Assert.Equal(Values(fresh), Values(used));
        Assert.Equal(5, used.Input.Samples);
        float[] expected = new float[5 * LinearNet.Inputs], actual = new float[5 * LinearNet.Inputs];
        fresh.Input.CopyTo(expected);
        used.Input.CopyTo(actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Gradients_can_be_used_with_other_instances_of_the_same_class()
    {
        LinearNet one = new(seed: 1), two = new(seed: 2);
        float[] inputs = TestData.Floats(3 * LinearNet.Inputs);
        int[] labels = [0, 1, 2];
        Gradients shared = one.CreateGradients(), own = two.CreateGradients();
        one.Backpropagate(inputs, labels, shared);
        two.Backpropagate(inputs, labels, shared);
        two.Backpropagate(inputs, labels, own);
        Assert.Equal(Values(own), Values(shared));
    }

    [Fact]
    public void Gradients_have_the_names_and_shapes_of_the_parameters()
    {
        var net = new LinearNet();
        Gradients gradients = net.CreateGradients();
        Assert.Equal(net.Parameters.Select(p => (p.Name, p.Length)), gradients.Select(g => (g.Name, g.Length)));
        Assert.All(net.Parameters, parameter => Assert.Equal(parameter.Shape, gradients[parameter.Name].Shape));
        Assert.All(Values(gradients), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Backpropagate_allocates_nothing_after_the_first_call()
    {
        var net = new LinearNet();
        Gradients gradients = net.CreateGradients();
        float[] inputs = TestData.Floats(20 * LinearNet.Inputs);
        int[] labels = TestData.Labels(20, LinearNet.Units);
        net.Backpropagate(inputs, labels, gradients);
        long allocated = Allocations.Of(() =>
        {
            for (int call = 0; call < 10_000; call++)
            {
                net.Backpropagate(inputs, labels, gradients);
            }
        });
        Assert.Equal(0, allocated);
    }

    internal static float[] Values(Gradients gradients) => [.. gradients.SelectMany(gradient =>
    {
        float[] values = new float[gradient.Length];
        gradient.CopyTo(values);
        return values;
    })];

    internal static float[] OneHot(int[] labels, int classes) =>
        [.. labels.SelectMany(label => Enumerable.Range(0, classes).Select(k => k == label ? 1f : 0f))];

    // The mean loss of the linear layer, computed independently in double precision.
    private static double Loss(LinearProgram program, double[] parameters, double[] x, float[] targets)
    {
        int samples = x.Length / LinearNet.Inputs;
        double sum = 0;
        for (int s = 0; s < samples; s++)
        {
            double[] z = [.. Enumerable.Range(0, LinearNet.Units).Select(u =>
                parameters[LinearNet.Units * LinearNet.Inputs + u] + Enumerable.Range(0, LinearNet.Inputs)
                    .Sum(i => parameters[u * LinearNet.Inputs + i] * x[s * LinearNet.Inputs + i]))];
            double logSum = Math.Log(z.Sum(Math.Exp));
            for (int u = 0; u < LinearNet.Units; u++)
            {
                double t = targets[s * LinearNet.Units + u];
                sum += program.Loss switch
                {
                    LossKind.SoftmaxCrossEntropy => -t * (z[u] - logSum),
                    LossKind.SigmoidCrossEntropy => Math.Log(1 + Math.Exp(z[u])) - t * z[u],
                    _ => (z[u] - t) * (z[u] - t),
                };
            }
        }

        return sum / (program.Loss == LossKind.SoftmaxCrossEntropy ? samples : samples * LinearNet.Units);
    }

    internal static double[] Slope(double[] at, Func<double[], double> function)
    {
        const double Step = 1e-5;
        double[] moved = [.. at];
        double Value(int i, double step)
        {
            moved[i] = at[i] + step;
            double value = function(moved);
            moved[i] = at[i];
            return value;
        }

        return [.. Enumerable.Range(0, at.Length).Select(i => (Value(i, Step) - Value(i, -Step)) / (2 * Step))];
    }

    internal static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double tolerance = 1e-5 * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
    }
}
