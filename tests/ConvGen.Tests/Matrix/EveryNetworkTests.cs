using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Matrix;

/// <summary>Properties of every network of the matrix, other than its arithmetic.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class EveryNetworkTests
{
    public static TheoryData<string> Names => [.. NetworkMatrix.Cases.Select(@case => @case.Network.Name)];

    public static TheoryData<string> TrainableNames =>
        [.. NetworkMatrix.Cases.Where(@case => @case.Network.Loss != Loss.None).Select(@case => @case.Network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sizes_and_parameters_match_the_declaration(string name)
    {
        ReferenceNetwork reference = new(NetworkMatrix.Named(name).Network);
        DrawnCase.Draw(reference, samples: 1, seed: 1);
        ITestNetwork network = NetworkMatrix.Batch.Create(reference);

        Assert.Equal(reference.Spec.Input.Length, network.InputLength);
        Assert.Equal(reference.Output.Length, network.OutputLength);
        Assert.Equal(reference.Parameters.Sum(parameter => parameter.Values.Length), network.ParameterCount);
        Assert.Equal(
            reference.Parameters.Select(parameter => parameter.Name),
            network.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name));
        Assert.Equal(
            reference.Statistics.Select(parameter => parameter.Name),
            network.Parameters.Where(parameter => !parameter.IsTrainable).Select(parameter => parameter.Name));
        foreach (ReferenceParameter parameter in reference.Parameters.Concat(reference.Statistics))
        {
            float[] values = new float[network.Parameters[parameter.Name].Length];
            network.Parameters[parameter.Name].CopyTo(values);
            Assert.Equal(parameter.Shape, network.Parameters[parameter.Name].Shape);
            Assert.Equal(Floats.From(parameter.Values), values);
        }
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void Labels_are_one_hot_targets(string name)
    {
        TestRun run = new(name);
        int outputs = run.Network.OutputLength;
        int classes = Math.Max(outputs, run.Reference.Spec.Loss == Loss.SoftmaxCrossEntropy ? 1 : 2);
        int[] labels = [.. Enumerable.Range(0, run.Samples).Select(sample => sample % classes)];

        float[] fromLabels = run.Everything(gradients => run.Network.Backpropagate(run.Inputs, labels, gradients));
        float[] fromTargets = run.Everything(gradients => run.Network.Backpropagate(
            run.Inputs, [.. labels.SelectMany(label => OneHot(label, outputs, isTarget: classes > outputs))], gradients));

        Assert.Equal(fromTargets, fromLabels);
    }

    /// <summary>Workspaces are reused; an earlier batch must not affect a later one.</summary>
    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void Results_do_not_depend_on_what_ran_before(string name)
    {
        TestRun run = new(name);
        Gradients used = run.Network.CreateGradients();
        float[] otherInputs = [.. run.Inputs.Select(value => 3 - 5 * value), .. run.Inputs];

        float[] first = run.Everything(gradients => run.Network.Backpropagate(run.Inputs, run.Targets, gradients));
        run.Network.Backpropagate(otherInputs, [.. run.Targets, .. run.Targets], used);
        float[] later = run.Everything(gradients => run.Network.Backpropagate(run.Inputs, run.Targets, gradients), used);

        Assert.Equal(first, later);
    }

    /// <summary>Even for a layer whose values no kernel stores.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_trace_contains_the_output_of_each_layer(string name)
    {
        TestRun run = new(name);
        float[] input = run.Inputs[..run.Network.InputLength], output = new float[run.Network.OutputLength];
        run.Network.Predict(input, output);
        ActivationTrace trace = run.Network.Trace(input);
        IReadOnlyList<double[]> expected = run.Reference.Forward([.. input.Select(value => (double)value)]);

        Assert.Equal(run.Reference.Layers.Count, trace.Count);
        Assert.Equal(input, trace.Input.Values.ToArray());
        Assert.Equal(output, trace.Output.Values.ToArray());
        for (int layer = 0; layer < trace.Count; layer++)
        {
            Agreement.AssertClose(trace[layer].Name, expected[layer + 1], trace[layer].Values.ToArray());
        }
    }

    private static float[] OneHot(int label, int outputs, bool isTarget) =>
        isTarget ? [label] : [.. Enumerable.Range(0, outputs).Select(output => output == label ? 1f : 0f)];

    /// <summary>A network of the matrix with its samples.</summary>
    private sealed class TestRun
    {
        public TestRun(string name)
        {
            MatrixCase @case = NetworkMatrix.Named(name);
            Reference = new(@case.Network);
            Samples = Math.Min(@case.Batch, 3);
            var drawn = DrawnCase.Draw(Reference, Samples, NetworkMatrix.SeedOf(name));
            Inputs = Floats.From(drawn.Inputs);
            Targets = Floats.From(drawn.Targets);
            Network = NetworkMatrix.Batch.Create(Reference);
        }

        public ReferenceNetwork Reference { get; }

        public ITestNetwork Network { get; }

        public int Samples { get; }

        public float[] Inputs { get; }

        public float[] Targets { get; }

        /// <summary>Returns the loss and all gradients.</summary>
        public float[] Everything(Func<Gradients, float> backpropagate, Gradients? gradients = null)
        {
            gradients ??= Network.CreateGradients();
            List<float> values = [backpropagate(gradients)];
            foreach (Gradient gradient in gradients)
            {
                float[] tensor = new float[gradient.Length];
                gradient.CopyTo(tensor);
                values.AddRange(tensor);
            }

            float[] input = new float[gradients.Input.Length];
            gradients.Input.CopyTo(input);
            return [.. values, .. input];
        }
    }
}
