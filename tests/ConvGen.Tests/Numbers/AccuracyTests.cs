using ConvGen.Generators.Planning.Convolution.Forward;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Testing;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Numbers;

/// <summary>The accuracy of convolutions compared with double precision, over a hundred shapes and the same normal
/// numbers as PyTorch (see make_accuracy.py). Errors are relative to the largest value of their tensor.</summary>
/// <remarks>Direct kernels add the products one by one to a sum, each with one rounding; the error grows with the root of the
/// number of terms, here 640 at most. Winograd's transforms add and subtract values much larger than their result, and are
/// therefore less exact.</remarks>
[Trait("Category", "Slow")]
public sealed class AccuracyTests
{
    private static readonly AccuracyOfPyTorch PyTorch = AccuracyOfPyTorch.Read();

    private static readonly Lazy<Errors> Direct = new(() =>
        Measure(PyTorch.Shapes, "DirectAccuracy", schedule => schedule is not WinogradForward));

    private static readonly Lazy<Errors> Transformed = new(() =>
        Measure([.. PyTorch.Shapes.Where(CanBeTransformed)], "TransformedAccuracy", schedule => schedule is WinogradForward));

    [Fact]
    public void Outputs_of_direct_kernels_are_exact() =>
        AssertExact("output", Direct.Value.Output, PyTorch.Output, new(Of99Percent: 1.2e-6, Most: 5.4e-6));

    [Fact]
    public void Input_gradients_are_exact() =>
        AssertExact("input gradient", Direct.Value.InputGradient, PyTorch.InputGradient, new(Of99Percent: 6.7e-7, Most: 1.1e-6));

    [Fact]
    public void Weight_gradients_are_exact() =>
        AssertExact(
            "weight gradient", Direct.Value.WeightGradient, PyTorch.WeightGradient, new(Of99Percent: 8.0e-7, Most: 2.0e-6));

    [Fact]
    public void Outputs_of_transforms_have_a_separate_bound()
    {
        Assert.True(PyTorch.Shapes.Count(CanBeTransformed) >= 5);
        AssertExact("output by transforms", Transformed.Value.Output, PyTorch.Output, new(Of99Percent: 5e-7, Most: 5e-6));
    }

    /// <summary>The planner's conditions for considering the transforms.</summary>
    private static bool CanBeTransformed(AccuracyCase @case)
    {
        ImageShape output = new ReferenceConv(@case.Conv, "Conv1", @case.Input).Output;
        return @case is { Kernel: 3 or 5, Stride: 1, Channels: >= 8, Filters: >= 8 }
            && output.Height % 2 == 0 && output.Width % 2 == 0;
    }

    private static void AssertExact(string tensor, List<double[]> shapes, ErrorSpread ofPyTorch, ErrorSpread most)
    {
        var spread = ErrorSpread.Of(shapes.SelectMany(errors => errors));
        string figures = $"{tensor}: values {spread}, largest of each of {shapes.Count} shapes "
            + $"{ErrorSpread.Of(shapes.Select(errors => errors.Max()))}; values of PyTorch {ofPyTorch}";
        Campaign.Report("accuracy", figures);
        Assert.True(spread.Of99Percent <= most.Of99Percent && spread.Most <= most.Most, $"{figures}. Allowed: {most}");
    }

    private static Errors Measure(IReadOnlyList<AccuracyCase> cases, string name, Predicate<CandidateSchedule> kernels)
    {
        NetworkBatch batch = new(
            name, cases.Select(@case => @case.Network), isUnloadable: true, choice: CandidateChoice.Prefer(kernels));
        Errors errors = new();
        foreach (AccuracyCase @case in cases)
        {
            Measure(@case, batch, errors);
        }

        return errors;
    }

    private static void Measure(AccuracyCase @case, NetworkBatch batch, Errors errors)
    {
        ReferenceNetwork network = new(@case.Network);
        var conv = (ReferenceConv)network.Layers[0];
        ReferenceParameter weight = conv.Parameters[0];
        ulong seed = (ulong)@case.Seed;
        float[] inputs = PortableNormal.Draw(@case.Samples * conv.Input.Length, seed);
        Array.Copy(PortableNormal.Draw(weight.Values.Length, seed + 1), weight.Values, weight.Values.Length);
        ITestNetwork generated = batch.Create(network);

        float[] outputs = new float[@case.Samples * conv.Output.Length];
        generated.Predict(inputs, outputs);

        // The gradient of the cost is outputs - targets: the drawn numbers except for rounding, which the reference includes, too.
        float[] wanted = PortableNormal.Draw(outputs.Length, seed + 2);
        float[] targets = [.. outputs.Zip(wanted, (output, gradient) => output - gradient)];
        float[] outputGradient = [.. outputs.Zip(targets, (output, target) => output - target)];
        Gradients gradients = generated.CreateGradients();
        generated.Backpropagate(inputs, targets, gradients);
        float[] inputGradient = new float[gradients.Input.Length], weightGradient = new float[gradients[0].Length];
        gradients.Input.CopyTo(inputGradient);
        gradients[0].CopyTo(weightGradient);

        (double[] y, double[] dx) = Reference(conv, inputs, outputGradient, @case.Samples);
        errors.Output.Add(Shares(y, outputs));
        errors.InputGradient.Add(Shares(dx, inputGradient));
        errors.WeightGradient.Add(Shares(weight.Gradient, weightGradient));
    }

    /// <summary>Computes output and input gradient in double precision; the gradient of the weights is stored in the layer.</summary>
    private static (double[] Outputs, double[] InputGradient) Reference(
        ReferenceConv conv, float[] inputs, float[] outputGradient, int samples)
    {
        List<double> outputs = [], inputGradient = [];
        foreach ((float[] x, float[] dy) in inputs.Chunk(conv.Input.Length).Zip(outputGradient.Chunk(conv.Output.Length)))
        {
            double[] input = [.. x.Select(value => (double)value)];
            double[] y = new double[conv.Output.Length], dx = new double[conv.Input.Length];
            conv.Forward(input, y);
            conv.Backward(input, y, [.. dy.Select(value => (double)value / samples)], dx);
            outputs.AddRange(y);
            inputGradient.AddRange(dx);
        }

        return ([.. outputs], [.. inputGradient]);
    }

    /// <summary>Returns each error divided by the largest value.</summary>
    private static double[] Shares(double[] expected, float[] actual)
    {
        double largest = expected.Max(Math.Abs);
        return [.. expected.Zip(actual, (one, other) => Math.Abs(one - other) / largest)];
    }

    /// <summary>Collects the errors of all values of all shapes.</summary>
    private sealed class Errors
    {
        public List<double[]> Output { get; } = [];

        public List<double[]> InputGradient { get; } = [];

        public List<double[]> WeightGradient { get; } = [];
    }
}
