using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>A program that uses a network compiles even if the declaration of the network has an error: the members
/// exist but throw, so that the error in the declaration is the only one.</summary>
public sealed class UseOfInvalidNetworkTests
{
    private const string Use =
        """
        static class Job
        {
            const int Lengths = Net.InputLength + 1 / Net.OutputLength + 1 / Net.ParameterCount;
            static readonly Net s_shared = Net.Create(Lengths);

            static float Run(float[] images, int[] labels)
            {
                Net net = new(seed: 1);
                float[] outputs = new float[images.Length / Net.InputLength * Net.OutputLength];
                net.Predict(images, outputs);
                Gradients gradients = net.CreateGradients();
                float loss = net.Backpropagate(images, labels, gradients) + net.Backpropagate(images, outputs, gradients);
                using Trainer<Net> trainer = new(net, new Sgd(0.1f), new TrainerOptions { BatchSize = 10 });
                loss += trainer.Step(images, labels);
                net.Save("weights.safetensors");
                return loss + net.Classify(images) + net.Trace(images).GetHashCode() + net.Parameters.Count
                    + Net.Summary.ToString().Length + Net.Outputs.Count + Net.Outputs[0].Offset + s_shared.GetHashCode();
            }

            static int InputLengthOf<T>() where T : class, INetwork<T> => T.InputLength;
            static int InputLength() => InputLengthOf<Net>();
        }
        """;

    private const string UseOfLayers =
        """
        static class Weights
        {
            static float Sum(Net net) => net.Conv1.Weights[0, 0, 0, 0] + net.Conv1.Bias[0] + net.Hidden.Weights[0, 0] + net.Dense2.Bias[0];
        }
        """;

    /// <summary>A class with one of these errors gets no generated part: none can be added to it, or it has no [Network].</summary>
    private static readonly string[] WithoutMembers = ["CVG001", "CVG002", "CVG003", "CVG005", "CVG008", "CVG009"];

    /// <summary>Errors that do not prevent generation: an attribute that does not exist is ignored.</summary>
    private static readonly string[] LeftOut = ["CVG043"];

    private static readonly (string Id, string Declaration, bool UsesLayers)[] Invalid =
    [
        ("CVG004", "[Network(1, 8, 8), Conv(2, 3)] partial class Net; [Dense(4, Name = \"Hidden\"), Dense(3), SoftmaxCrossEntropy] partial class Net;", true),
        ("CVG006", "[Network(64)] partial class Net;", false),
        ("CVG007", Valid + " { public int Classify(System.ReadOnlySpan<float> input) => input.Length; }", true),
        ("CVG007", Valid + " { private object __core = 1; private class __Program; }", true),
        ("CVG007", Valid + " { public Net(int seed = 0) { } public static Net Create(int seed) => new(seed); }", true),
        ("CVG010", Valid.Replace("Dense(3)", "Dense(Other.OutputLength)", StringComparison.Ordinal)
            + "; [Network(1), Dense(2), SoftmaxCrossEntropy] partial class Other;", true),
        ("CVG011", With("Conv(2, 3)", "Conv(0, 3)"), true),
        ("CVG011", With("Network(1, 8, 8)", "Network(-1, 8, 8)"), true),
        ("CVG011", With("Dense(3)", "Dense(0)"), true),
        ("CVG012", With("Conv(2, 3)", "Conv(2, int.MaxValue)"), true),
        ("CVG012", With("Network(1, 8, 8)", "Network(1, 8, 16777217)"), true),
        ("CVG014", With("Conv(2, 3)", "Conv(2, 3, Same = true, Pad = 1)"), true),
        ("CVG015", With("8, 8)", "8, 8, Init = (Init)9)"), true),
        ("CVG016", With("ReLU", "LeakyReLU(-1)"), true),
        ("CVG016", With("ReLU", "Clip(1, -1)"), true),
        ("CVG020", With("Dense(3), SoftmaxCrossEntropy", "SoftmaxCrossEntropy, Dense(3)"), true),
        ("CVG021", With("SoftmaxCrossEntropy", "SoftmaxCrossEntropy, MeanSquaredError"), true),
        ("CVG022", "[Network(64)] [MeanSquaredError] partial class Net;", false),
        ("CVG030", With("Conv(2, 3)", "Conv(2, 9)"), true),
        ("CVG031", With("MaxPool(2)", "MaxPool(2, Pad = 2)"), true),
        ("CVG032", With("[Network(1, 8, 8)]", "[Network(64)]"), true),
        ("CVG033", With("Network(1, 8, 8)", "Network(16777216, 16777216, 16777216)"), true),
        ("CVG034", With("Dense(4,", "Dense(16777216,"), true),
        ("CVG035", With("Conv(2, 3)", "Conv(2, 3, Groups = 2)"), true),
        ("CVG036", With("8, 8)] [Conv(2, 3)", "8, 8)] [Conv(2, 1), Conv(3, 3, Groups = 2)"), true),
        ("CVG037", With("MaxPool(2)", "MaxPool(2, Pad = 1, Dilation = 7)"), true),
        ("CVG038", With("MaxPool(2)", "MaxPool1D(2)"), true),
        ("CVG039", With("MaxPool(2)", "ConvTranspose(2, 3, Pad = 4)"), true),
        ("CVG095", With("MaxPool(2)", "GlobalMaxPool, InstanceNorm"), true),
        ("CVG094", With("MaxPool(2)", "Scale(new[] { 1.5 }), MaxPool(2)"), true),
        ("CVG040", With("ReLU", "Dense(5, Name = \"not a name\")"), false),
        ("CVG041", With("ReLU", "Conv(2, 1, Name = \"Conv1\")"), true),
        ("CVG041", With("ReLU", "Conv(2, 1, Name = \"hidden\")"), true),
        ("CVG042", With("ReLU", "Conv(2, 1, Name = \"Predict\")"), true),
        ("CVG060", With("ReLU", "Residual, ReLU"), true),
        ("CVG061", With("ReLU", "ReLU, EndRepeat"), true),
        ("CVG062", With("ReLU", "Residual, Repeat(2), ReLU, EndResidual"), true),
        ("CVG063", With("ReLU", "Residual, Tanh, Shortcut, ELU, Shortcut, ReLU, EndResidual"), true),
        ("CVG064", With("ReLU", "Repeat(2), EndRepeat"), true),
        ("CVG065", With("Dense(3), SoftmaxCrossEntropy", "Residual, Dense(3), SoftmaxCrossEntropy, EndResidual"), true),
        ("CVG066", With("ReLU", "Repeat(3), Conv(2, 1, Name = \"Twin\"), EndRepeat"), true),
        ("CVG067", With("ReLU", "Repeat(9999), Tanh, EndRepeat"), true),
        ("CVG070", With("ReLU", "Add(\"Missing\")"), true),
        ("CVG071", With("ReLU", "Add(\"Hidden\")"), true),
        ("CVG072", With("ReLU", "Add(\"Input\")"), true),
        ("CVG073", With("ReLU", "Residual, Conv(3, 1), EndResidual"), true),
        ("CVG074", With("ReLU", "Residual, Conv(3, 1), Shortcut, Conv(4, 1), EndResidual"), true),
        ("CVG075", With("ReLU", "Multiply(\"Conv1\")"), true),
        ("CVG076", With("ReLU", "Concat(\"Input\", \"MaxPool1\")"), true),
        ("CVG077", With("ReLU", "ReLU, From(\"MaxPool1\")"), true),
        ("CVG078", With("Dense(3), SoftmaxCrossEntropy", "Output(\"A\"), Dense(3), Output(\"A\")"), true),
        ("CVG079", With("Dense(3), SoftmaxCrossEntropy", "Dense(3), Output(null)"), true),
        ("CVG080", With("ReLU", "Output(\"A\"), ReLU"), true),
        ("CVG090", With("ReLU", "Pad(1, Mode = (PadMode)9)"), true),
        ("CVG091", With("ReLU", "Slice(1, 2)"), true),
        ("CVG092", With("ReLU", "PixelShuffle(2)"), true),
        ("CVG093", With("ReLU", "Pad(3, Mode = PadMode.Reflection)"), true),
    ];

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, Invalid.Length)];

    private static string Valid =>
        "[Network(1, 8, 8)] [Conv(2, 3), MaxPool(2), ReLU] [Dense(4, Name = \"Hidden\"), Dense(3), SoftmaxCrossEntropy] partial class Net";

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_error_in_the_declaration_is_the_only_one(int index)
    {
        (string id, string declaration, bool usesLayers) = Invalid[index];
        string[] errors = ErrorsOf([declaration, Use, usesLayers ? UseOfLayers : ""]);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains($"error {id}:", error, StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_compiles_when_the_declaration_is_valid() => Assert.Empty(ErrorsOf([Valid + ";", Use, UseOfLayers]));

    [Fact]
    public void Every_error_of_a_declaration_is_tried() => Assert.Equal(
        Rules.All.Where(rule => rule.DefaultSeverity == DiagnosticSeverity.Error).Select(rule => rule.Id),
        Invalid.Select(one => one.Id).Concat(WithoutMembers).Concat(LeftOut).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The generator cannot read a generated constant, but the analyzer can.</summary>
    [Theory]
    [InlineData("[Network(Other.OutputLength)] [Dense(3)]", "Network")]
    [InlineData("[Network(2)] [Dense(3)] [Dense(Other.OutputLength)]", "Dense")]
    public void A_size_from_generated_code_is_an_error_after_generation_too(string layers, string kind)
    {
        string[] errors = ErrorsOf([$"{layers} partial class Net;", "[Network(1), Dense(2)] partial class Other;"]);
        Assert.Contains($"An argument of [{kind}] is incomplete or not a constant, so nothing is generated for Net", Assert.Single(errors));
    }

    [Fact]
    public void Sizes_that_can_be_read_are_kept()
    {
        string members = Assert.Single(Generate.Files(With("Conv(2, 3)", "Conv(2, 9)"))).Value;
        Assert.Contains("const int InputLength = 64;", members, StringComparison.Ordinal);
        Assert.Contains("const int OutputLength = 3;", members, StringComparison.Ordinal);
    }

    private static string With(string what, string instead)
    {
        Assert.Contains(what, Valid, StringComparison.Ordinal);
        return Valid.Replace(what, instead, StringComparison.Ordinal) + ";";
    }

    /// <summary>The errors of the compiler and of the analyzer, as a build shows them.</summary>
    private static string[] ErrorsOf(string[] sources)
    {
        Generate.NewDriver().RunGeneratorsAndUpdateCompilation(
            Compile.Sources(sources), out Compilation complete, out _, CancellationToken.None);
        return
        [
            .. complete.GetDiagnostics().Concat(Analyze.DiagnosticsOf(complete))
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.ToString()),
        ];
    }
}
