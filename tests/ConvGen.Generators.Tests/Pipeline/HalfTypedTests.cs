using ConvGen.Generators.Frontend.Reading;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Most code that the compiler sees during typing is invalid. Neither the generator nor the analyzer may
/// throw then, and a class with an error has no kernels.</summary>
[Trait("Category", "Slow")]
public sealed class HalfTypedTests
{
    private const string Image =
        """
        namespace Some { partial class Outer {
        [Network(1, 6, 6, Init = Init.Book)]
        [Conv(2, 3, Stride = 1, Pad = 1, Name = "First"), MaxPool(2), ReLU]
        [Dense(units: 3), SoftmaxCrossEntropy]
        public sealed partial class Net { public int Sum => 1; }
        } }
        """;

    private const string Flat =
        """
        [Network(4), Dense(3, Bias = false), Sigmoid, Dense(2)]
        internal partial record Flat : System.IDisposable
        {
            const int Size = 3;
            public void Dispose() { }
        }
        """;

    private const string Pools =
        """
        [global::ConvGen.Network(2, 9, 9)] // a comment, then ]
        [DepthwiseConv(3, Same = true), ELU, AveragePool(2, CountPadding = false), Dropout(0.25)]
        [MaxPool(3, 2, StrideY = 1, Dilation = 1), /* [Dense(3)] */ LeakyReLU(0.1)]
        [GlobalAveragePool, Dense(2), MeanSquaredError]
        partial class Pools;
        """;

    private const string Constants =
        """
        using Kinds = ConvGen;
        [Kinds::Network(Sizes.Pixels * 2, Init = Kinds.Init.Glorot)]
        [Kinds.DenseAttribute(units: Sizes.Pixels, Name = nameof(Sizes) + "1")]
        [Kinds.Softplus][Kinds.Dense(Constants.Last)][Kinds.CrossEntropyCost]
        partial class Constants { const int Last = 2; }
        static class Sizes { public const int Pixels = 1 << 2; }
        """;

    private const string Blocks =
        """
        [Network(2, 6, 6), Repeat(2), Residual, Conv(2, 3, Same = true), Shortcut, Conv(2, 1), EndResidual, EndRepeat]
        [ReLU(Name = "Stem"), From("Input"), Concat("Stem", "Conv1", Name = "All"), Output("All")]
        [From("Stem"), GlobalAveragePool, Multiply(name: "Stem"), Add("Input"), Output("Sum")]
        partial class Blocks;
        """;

    private const string Used =
        """
        partial struct A { partial interface B { [System.Obsolete] [Network(3), Dense(2)] internal sealed partial record Used; } }
        class User
        {
            object M(A.B.Used net, float[] x, Gradients g)
            {
                net.Backpropagate(x, x, g);
                return new Trainer<A.B.Used>(net, new Sgd(0.1f) { Momentum = 0.9f });
            }
        }
        """;

    [Theory]
    [InlineData(Image)]
    [InlineData(Flat)]
    [InlineData(Pools)]
    [InlineData(Constants)]
    [InlineData(Blocks)]
    [InlineData(Used)]
    public void No_prefix_of_a_declaration_makes_them_throw(string source) =>
        AssertNothingThrows(Enumerable.Range(0, source.Length).Select(length => source[..length]));

    [Theory]
    [InlineData(Image)]
    [InlineData(Flat)]
    [InlineData(Pools)]
    [InlineData(Constants)]
    [InlineData(Blocks)]
    [InlineData(Used)]
    public void No_missing_token_makes_them_throw(string source)
    {
        SyntaxToken[] tokens = [.. Compile.Parse(source, "").GetRoot().DescendantTokens().Where(token => token.Span.Length > 0)];
        Assert.True(tokens.Length > 40);
        AssertNothingThrows(tokens.Select(token => source.Remove(token.SpanStart, token.Span.Length)));
    }

    [Theory]
    [InlineData("[Network] [Dense] partial class Net;")]
    [InlineData("[Network()] [Dense()] partial class Net;")]
    [InlineData("[Network(null)] [Dense(null)] partial class Net;")]
    [InlineData("[Network(default)] [Dense(default, Name = default)] partial class Net;")]
    [InlineData("[Network(1, 2)] [Conv(3, 3, Same = 1)] partial class Net;")]
    [InlineData("[Network(784, Init = 3)] [Dense(10, Name = 10)] partial class Net;")]
    [InlineData("[Network(784, Init = Init.)] [Dense(10, Name = \"\uD800\")] partial class Net;")]
    [InlineData("[Network(784)] [Dense(10, units: 3)] partial class Net;")]
    [InlineData("[Network(784)] [EndRepeat, EndResidual, Shortcut, Residual, Repeat, From, Add, Multiply, Concat, Output] partial class Net;")]
    [InlineData("[Network(784)] [Repeat(null), From(null), Add(3), Multiply(default), Concat(null, null), Output(null), EndRepeat] partial class Net;")]
    [InlineData("[Network(784)] [Dense(10), Concat(\"Input\", more: null)] partial class Net;")]
    [InlineData("[Network(784)] [Dense(784), Concat(\"Input\", more: new[] { Missing.Name, 3 })] partial class Net;")]
    [InlineData("[Network(784)] [Repeat(int.MaxValue), Repeat(int.MaxValue), Dense(784), EndRepeat, EndRepeat] partial class Net;")]
    [InlineData("[Network(784)] [Repeat(times: 2, times: 3), Dense(784, Name = null), EndRepeat] partial class Net;")]
    [InlineData("[Network(784)] [Residual] [Dense(10)] partial class Net; [EndResidual] partial class Net;")]
    [InlineData("[Network(784)] [Network(784)] [Dense(10)] partial class Net;")]
    [InlineData("[Network(784)] [Dense(10)] partial class;")]
    [InlineData("[Network(784)] [Dense(10)] partial class Net : Net;")]
    [InlineData("[Network(784)] [Dense(10)] partial class Net : Missing { class Net; int Net; }")]
    [InlineData("[Network(784)] [Dense(Net.InputLength)] partial class Net;")]
    [InlineData("[Network(784)] [Dense(nameof(Net).Length)] partial class Net { void Predict(Missing m) { } }")]
    [InlineData("[Network(784)] [Dense(10)] partial class Net { extension(int x) { int Create() => 1; } }")]
    [InlineData("[Network(784)] [Dense(10)] partial enum Net { A }")]
    [InlineData("[Network(784)] [Dense(10)] delegate void Net();")]
    [InlineData("[assembly: Network(784)] [module: Dense(10)] partial class Net;")]
    [InlineData("[Network(784)] [Dense(10)] partial class Net; [Network(784)] [Dense(10)] partial class Net;")]
    [InlineData("[Network(784)] [Dense(10)] partial class Net; [Network(784)] [Dense(10)] partial struct Net;")]
    [InlineData("class Outer<T> { [Network(784)] [Dense(sizeof(T))] partial class Net; }")]
    [InlineData("namespace ConvGen { class NetworkAttribute : System.Attribute; [Network] partial class Net; }")]
    public void No_strange_declaration_makes_them_throw(string source) => AssertNothingThrows([source]);

    private static void AssertNothingThrows(IEnumerable<string> sources)
    {
        CSharpCompilation compilation = Compile.Sources("");
        SyntaxTree current = compilation.SyntaxTrees.Single(tree => tree.FilePath == "File0.cs");
        GeneratorDriver driver = Generate.NewDriver();
        foreach (string source in sources)
        {
            SyntaxTree next = Compile.Parse(source, "File0.cs");
            compilation = compilation.ReplaceSyntaxTree(current, next);
            current = next;
            driver = driver.RunGenerators(compilation);

            bool hasFiles = !Generate.ResultOf(driver).GeneratedSources.IsEmpty;
            bool hasKernels = Generate.HasKernels(driver);
            bool hasErrors = Analyze.DiagnosticsOf(compilation)
                .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            int networks = CountNetworks(compilation);
            Assert.True(networks > 0 || !hasFiles, source);
            Assert.True(networks != 1 || hasKernels != hasErrors, source);
        }
    }

    private static int CountNetworks(CSharpCompilation compilation) =>
        compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Count(ConvGenAttributes.IsNetwork);
}
