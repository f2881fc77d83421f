using ConvGen.Generators.Planning.Schedules;
using ConvGen.Testing;
using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>Zero times infinity is NaN, even if the zero is a gradient that a kernel normally skips. With a NaN or
/// infinite input or parameter, exactly those gradients of parameters and inputs are NaN or infinite that are so by
/// definition, and all others are correct. Tests all three schedules of a convolution's input gradient.</summary>
/// <remarks>The product of NaN and zero padding is not defined: some libraries skip it. So no convolution pads
/// here.</remarks>
[Trait("Category", "Slow")]
public sealed class NotFiniteProductTests
{
    private const int Samples = 2;

    private static readonly IReadOnlyList<NetworkSpec> Networks =
    [
        NetworkSpec.OnVectors("Dense", 13, Loss.MeanSquaredError, Dense(11), ReLU, Dense(5)),
        NetworkSpec.OnVectors("Dropped", 13, Loss.MeanSquaredError, Dropout(0.5), Dense(11), ReLU, Dropout(0.5), Dense(5)),
        NetworkSpec.OnImages("Planar", 1, 9, 10, Loss.MeanSquaredError, Conv(5, 3), MaxPool(2), ReLU, Dense(4)),
        NetworkSpec.OnImages("PlanarLast", 1, 7, 7, Loss.QuadraticCost, Conv(5, 3)),
        NetworkSpec.OnImages("PlanarTanh", 2, 7, 7, Loss.MeanSquaredError, Conv(3, 2), Tanh, MaxPool(2), Dense(4)),
        NetworkSpec.OnImages("Interleaved", 9, 6, 5, Loss.MeanSquaredError, Conv(11, 3), ReLU, Conv(5, 2), ReLU, Dense(4)),
        NetworkSpec.OnImages("Strided", 3, 8, 7, Loss.MeanSquaredError,
            Conv(9, 2, 3) with { Stride = new(2, 1), Bias = false }, ReLU, Conv(5, 3, 2) with { Stride = new(1, 2) }, ReLU),
        NetworkSpec.OnImages("Smooth", 6, 6, 5, Loss.QuadraticCost, Tanh, Conv(9, 3), Sigmoid, AveragePool(2)),
        NetworkSpec.OnImages("Clipped", 6, 7, 7, Loss.MeanSquaredError, Clip(-0.5, 0.5), Conv(9, 2), ReLU6, MaxPool(2), Dense(3)),
        NetworkSpec.OnImages("Leaky", 6, 7, 7, Loss.MeanSquaredError, LeakyReLU(0.1), Conv(9, 2), LeakyReLU(0.1), MaxPool(2), Dense(3)),
        NetworkSpec.OnImages("Grouped", 6, 6, 5, Loss.MeanSquaredError,
            Conv(9, 3) with { Groups = 3 }, MaxPool(2), ReLU, Dense(3)),
        NetworkSpec.OnImages("Depthwise", 9, 6, 7, Loss.MeanSquaredError,
            ReLU, DepthwiseConv(3, 2) with { Stride = new(1, 2) }, ReLU, GlobalAveragePool, Dense(3)),
        NetworkSpec.OnImages("DepthwiseDilated", 3, 6, 7, Loss.MeanSquaredError, Tanh, DepthwiseConv(2, 3) with { Dilation = 2 }, Dense(3)),
        NetworkSpec.OnImages("Transposed", 9, 4, 5, Loss.MeanSquaredError,
            ReLU, new ConvTransposeSpec(11, 3, 2) { Stride = new(1, 2) }, ReLU, new ConvTransposeSpec(3, 2), Clip(-0.5, 0.5), Dense(3)),
        NetworkSpec.OnImages("Pooled", 3, 8, 7, Loss.SoftmaxCrossEntropy,
            MaxPool(3) with { Stride = 2, Pad = 1 }, L2Pool(2), Dense(3)),
        NetworkSpec.OnImages("PooledTwice", 2, 9, 8, Loss.MeanSquaredError,
            Conv(9, 2), MaxPool(3, 1), ReLU, Conv(5, 2), MaxPool(1, 2), Tanh, Dense(3)),
        NetworkSpec.OnImages("Dilated", 2, 9, 8, Loss.MeanSquaredError, Conv(4, 3) with { Dilation = 2 }, MaxPool(2), ReLU),
        NetworkSpec.OnImages("DilatedTwice", 9, 6, 5, Loss.MeanSquaredError,
            Tanh, Conv(4, 2) with { Dilation = new(2, 1) }, ReLU, Conv(3, 2) with { Dilation = new(1, 2) }, Dense(3)),
    ];

    private static readonly string[] Schedules = ["dx field by field", "dx filter by filter", "dx dense"];

    private static readonly Dictionary<string, Lazy<NetworkBatch>> Batches = Schedules.ToDictionary(
        schedule => schedule,
        schedule => new Lazy<NetworkBatch>(() => new(
            "NotFiniteProducts", Networks,
            choice: CandidateChoice.Prefer(candidate => candidate.Describe().StartsWith(schedule, StringComparison.Ordinal)))));

    /// <summary>Every network with the first schedule, and those with a convolution also with the others.</summary>
    public static TheoryData<string, string, double> Cases
    {
        get
        {
            TheoryData<string, string, double> cases = [];
            foreach (string schedule in Schedules)
            {
                foreach (NetworkSpec network in Networks)
                {
                    if (schedule == Schedules[0] || network.Layers.OfType<ConvSpec>().Any())
                    {
                        cases.Add(schedule, network.Name, double.NaN);
                        cases.Add(schedule, network.Name, double.PositiveInfinity);
                        cases.Add(schedule, network.Name, double.NegativeInfinity);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_special_value_in_the_input_affects_the_right_gradients(string schedule, string name, double special)
    {
        (ReferenceNetwork reference, DrawnCase drawn) = Draw(name);
        ITestNetwork network = Batches[schedule].Value.Create(reference);
        AssertEverywhere(reference, drawn, drawn.Inputs, special, () => network);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_special_value_in_a_parameter_affects_the_right_gradients(string schedule, string name, double special)
    {
        (ReferenceNetwork reference, DrawnCase drawn) = Draw(name);
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            AssertEverywhere(reference, drawn, parameter.Values, special, () => Batches[schedule].Value.Create(reference));
        }
    }

    private static (ReferenceNetwork Reference, DrawnCase Drawn) Draw(string name)
    {
        ReferenceNetwork reference = new(Networks.Single(spec => spec.Name == name));
        reference.Dropout = reference.HasDropout ? DrawnCase.Masks : null;
        return (reference, DrawnCase.Draw(reference, Samples, seed: 1));
    }

    /// <summary>Puts the special value in one position after the other: every fifth, or every position in a campaign.</summary>
    private static void AssertEverywhere(
        ReferenceNetwork reference, DrawnCase drawn, double[] values, double special, Func<ITestNetwork> create)
    {
        int reached = 0;
        for (int place = 0; place < values.Length; place += Campaign.Count(usual: 5, campaign: 1))
        {
            double whole = values[place];
            values[place] = special;
            reached += AssertAgrees(reference, create(), drawn, $"{special} at {place}");
            values[place] = whole;
        }

        // Infinity may saturate a function, and minus infinity may not win any pooling window.
        Assert.True(reached > 0 || !double.IsNaN(special), $"{reference.Spec.Name}: every gradient stayed finite.");
        Assert.Equal(0, AssertAgrees(reference, create(), drawn, "nothing special"));
    }

    /// <summary>Returns the number of gradients that are not finite.</summary>
    private static int AssertAgrees(ReferenceNetwork reference, ITestNetwork network, DrawnCase drawn, string what)
    {
        double[] inputGradient = reference.Backpropagate(drawn.Inputs, drawn.Targets).InputGradient;
        Gradients gradients = network.CreateGradients();
        gradients.Dropout = reference.Dropout;
        network.Backpropagate(Floats.From(drawn.Inputs), Floats.From(drawn.Targets), gradients);
        int notFinite = AssertAgrees($"{what}: d loss / d inputs", inputGradient, Values(gradients.Input.Length, gradients.Input.CopyTo));
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            Gradient gradient = gradients[parameter.Name];
            notFinite += AssertAgrees(
                $"{what}: d loss / d {parameter.Name}", parameter.Gradient, Values(gradient.Length, gradient.CopyTo));
        }

        return notFinite;
    }

    private static int AssertAgrees(string tensor, double[] expected, float[] actual)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(
                double.IsFinite(expected[index]) ? float.IsFinite(actual[index]) : expected[index].Equals(actual[index]),
                $"{tensor}[{index}] is {actual[index]}, not {expected[index]}.");
        }

        // The largest values of the tensor may be those that are not finite, so the limit is twice the usual one.
        Agreement.AssertClose(
            tensor,
            [.. expected.Where(double.IsFinite).DefaultIfEmpty(0)],
            [.. actual.Where(float.IsFinite).DefaultIfEmpty(0)],
            2 * Agreement.LargestRelativeError);
        return expected.Count(value => !double.IsFinite(value));
    }

    private delegate void Copy(Span<float> values);

    private static float[] Values(int length, Copy copy)
    {
        float[] values = new float[length];
        copy(values);
        return values;
    }
}
