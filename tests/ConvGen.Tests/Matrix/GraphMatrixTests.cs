using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;

namespace ConvGen.Tests.Matrix;

/// <summary>Compares generated code for random graphs with the reference in double precision.</summary>
[Trait("Category", "Slow")]
public sealed class GraphMatrixTests
{
    /// <summary>With vectors of 512 bits an ordinary run takes a third of the graphs.</summary>
    private static readonly bool IsPart = TestedWidth.Target.Lanes > 8 && !Campaign.IsLong;

    private static readonly int Graphs = IsPart ? 50 : 150, IntegerGraphs = IsPart ? 10 : 30;

    /// <summary>A graph whose results differ by more than this between double and single precision measures only rounding.</summary>
    private const double LargestRounding = 2e-6;

    private static readonly Lazy<IReadOnlyList<Case>> LazyCases = new(() => [.. Drawn(isInteger: false), .. Drawn(isInteger: true)]);

    private static readonly Lazy<CompiledProject> LazyProject = new(() => new UserProject
    {
        Name = "GraphMatrix",
        Documentation = DocumentationMode.Diagnose,
        AllowDesignWarnings = true,
        AnalyzeDeclarationsAlone = !Campaign.IsLong,
        Sources = [.. LazyCases.Value.Select(@case => $"using ConvGen;\n\n{@case.Graph.Spec.Declare()}")],
    }.Compile());

    public static TheoryData<string> Names =>
    [
        .. Enumerable.Range(1, Graphs).Select(number => $"Graph{number}"),
        .. Enumerable.Range(1, IntegerGraphs).Select(number => $"IntegerGraph{number}"),
    ];

    /// <summary>All graphs, for tests of other parts.</summary>
    internal static IEnumerable<(string Name, ITestNetwork Network)> Networks =>
        LazyCases.Value.Select(@case => (@case.Graph.Spec.Name, Create(@case)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_agrees_with_the_reference(string name)
    {
        Case @case = Named(name);
        ReferenceGraph graph = @case.Graph;
        ITestNetwork network = Create(@case);
        float[] samples = Floats.From(@case.Inputs);
        float[] outputs = new float[@case.Targets.Length];
        network.Predict(samples, outputs);
        Compare("outputs", graph.Predict(@case.Inputs), outputs);

        (double loss, double[] inputGradient) = graph.Backpropagate(@case.Inputs, @case.Targets);
        Gradients gradients = network.CreateGradients();
        Compare("loss", [loss], [network.Backpropagate(samples, Floats.From(@case.Targets), gradients)]);
        foreach ((ReferenceParameter expected, Gradient gradient) in graph.Parameters.Zip(gradients))
        {
            float[] actual = new float[gradient.Length];
            gradient.CopyTo(actual);
            Compare($"d loss / d {gradient.Name}", expected.Gradient, actual);
        }

        float[] input = new float[gradients.Input.Length];
        gradients.Input.CopyTo(input);
        Compare("d loss / d inputs", inputGradient, input);

        void Compare(string tensor, double[] expected, float[] actual)
        {
            if (@case.IsInteger)
            {
                Agreement.AssertExact(tensor, expected, actual);
            }
            else
            {
                Agreement.AssertClose(tensor, expected, actual);
            }
        }
    }

    [Theory]
    [InlineData("Graph1")]
    [InlineData("Graph2")]
    [InlineData("Graph3")]
    [InlineData("Graph4")]
    [InlineData("Graph5")]
    public void Training_gives_the_same_bits_for_any_number_of_threads(string name)
    {
        Case @case = Named(name);
        const int Samples = 70;
        float[] inputs = Noise.Draw(Samples * @case.Graph.Spec.Input.Length, seed: 7);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % @case.Graph.Output.Length)];
        float[][] weights = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            ITestNetwork network = Create(@case);
            network.Train(new Sgd(0.01f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads }, steps: 3, inputs, labels);
            return network.Parameters.SelectMany(Values).ToArray();
        })];
        Assert.Contains(weights[0], value => value != 0);
        Assert.All(weights, other => Assert.Equal(
            weights[0].Select(BitConverter.SingleToInt32Bits), other.Select(BitConverter.SingleToInt32Bits)));
    }

    [Theory]
    [InlineData("Graph6")]
    [InlineData("Graph7")]
    [InlineData("Graph8")]
    public void A_trace_agrees_with_the_prediction(string name)
    {
        Case @case = Named(name);
        ITestNetwork network = Create(@case);
        float[] sample = Floats.From(@case.Inputs[..@case.Graph.Spec.Input.Length]);
        ActivationTrace trace = network.Trace(sample);
        Assert.Equal(@case.Graph.Spec.Nodes.Count, trace.Count);
        double[] last = [.. trace[^1].Values.ToArray().Select(value => (double)value)];
        Agreement.AssertClose("output", ReferenceLoss.Outputs(@case.Graph.Spec.Loss, last), trace.Output.Values.ToArray());
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    private static Case Named(string name) => LazyCases.Value.Single(@case => @case.Graph.Spec.Name == name);

    private static ITestNetwork Create(Case @case)
    {
        ITestNetwork network = LazyProject.Value.Create(@case.Graph.Spec.Name);
        Parameter[] trained = [.. network.Parameters.Where(parameter => parameter.IsTrainable)];
        Assert.Equal(trained.Length, @case.Graph.Parameters.Count());
        foreach ((Parameter parameter, ReferenceParameter values) in trained.Zip(@case.Graph.Parameters))
        {
            parameter.CopyFrom(Floats.From(values.Values));
        }

        return network;
    }

    private static List<Case> Drawn(bool isInteger)
    {
        List<Case> cases = [];
        int drawn = 0;
        for (int seed = 1; cases.Count < (isInteger ? IntegerGraphs : Graphs); seed++)
        {
            string name = $"{(isInteger ? "Integer" : "")}Graph{cases.Count + 1}";
            drawn++;
            if (Case.TryDraw(new ReferenceGraph(RandomGraphs.Draw(name, seed, isInteger)), seed, isInteger) is { } @case)
            {
                cases.Add(@case);
            }
        }

        // A filter that rejects most graphs could hide defects.
        Assert.True(drawn <= 3 * cases.Count, $"{cases.Count} of {drawn} graphs can be measured.");
        return cases;
    }

    /// <summary>A graph with parameters and samples.</summary>
    private sealed record Case(ReferenceGraph Graph, double[] Inputs, double[] Targets, bool IsInteger)
    {
        private const int MostDraws = 20;

        public static Case? TryDraw(ReferenceGraph graph, int seed, bool isInteger)
        {
            Random random = new(seed);
            int samples = isInteger ? 4 : random.Next(2, 8);
            foreach (ReferenceParameter parameter in graph.Parameters)
            {
                double range = parameter.Shape.Count == 1 ? 0.5 : Math.Sqrt(6.0 / parameter.FanIn);
                Fill(parameter.Values, random, isInteger ? 1 : range, isInteger);
            }

            for (int draw = 0; draw < MostDraws; draw++)
            {
                double[] inputs = new double[samples * graph.Spec.Input.Length];
                double[] targets = new double[samples * graph.Output.Length];
                Fill(inputs, random, isInteger ? 2 : 1.5, isInteger);
                Fill(targets, random, isInteger ? 3 : 1, isInteger);
                if (isInteger ? IsExact(graph, inputs, targets)
                    : graph.Margin(inputs) >= DrawnCase.SmallestMargin && IsWellConditioned(graph, inputs, targets))
                {
                    return new Case(graph, inputs, targets, isInteger);
                }
            }

            return null;
        }

        private static void Fill(double[] values, Random random, double range, bool isInteger)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = isInteger
                    ? random.Next((int)-range, (int)range + 1)
                    : (float)(range * (2 * random.NextDouble() - 1));
            }
        }

        /// <summary>Whether every value is small enough to be exact in single precision.</summary>
        private static bool IsExact(ReferenceGraph graph, double[] inputs, double[] targets)
        {
            double largest = 0;
            graph.Rounding = values => largest = Math.Max(largest, values.Max(Math.Abs));
            graph.Backpropagate(inputs, targets);
            graph.Rounding = null;
            largest = Math.Max(largest, graph.Parameters.SelectMany(parameter => parameter.Gradient).Max(Math.Abs));
            return largest * 64 < 1 << 24;
        }

        /// <summary>Whether rounding to single precision after every layer changes no result by more than a fraction of its
        /// tensor.</summary>
        private static bool IsWellConditioned(ReferenceGraph graph, double[] inputs, double[] targets)
        {
            List<double[]> exact = Results();
            graph.Rounding = values =>
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)values[i];
                }
            };
            List<double[]> rounded = Results();
            graph.Rounding = null;
            return exact.Zip(rounded).All(pair =>
                pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)).Max() <= LargestRounding * pair.First.Max(Math.Abs));

            List<double[]> Results()
            {
                (double loss, double[] inputGradient) = graph.Backpropagate(inputs, targets);
                return [[loss], inputGradient, graph.Predict(inputs), .. graph.Parameters.Select(parameter => (double[])parameter.Gradient.Clone())];
            }
        }
    }
}
