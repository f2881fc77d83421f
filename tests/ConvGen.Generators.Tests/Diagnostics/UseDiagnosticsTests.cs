using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG05x: the use of a network.</summary>
public sealed class UseDiagnosticsTests
{
    private const string WithoutLoss = "[Network(8)] [Dense(2)] partial class Net;\n";
    private const string WithLoss = "[Network(8)] [Dense(2), MeanSquaredError] partial class Net;\n";

    [Theory]
    [InlineData("object M(Net net) => new {|CVG050:Trainer<Net>|}(net, new Sgd(0.1f));", "training")]
    [InlineData("Trainer<Net> M(Net net) => {|CVG050:new(net, new Sgd(0.1f))|};", "training")]
    [InlineData("object M(Net net) => new {|CVG050:ConvGen.Trainer<Net>|}(net, new Sgd(0.1f));", "training")]
    [InlineData("void M(Net net, float[] x, Gradients g) => net.{|CVG050:Backpropagate|}(x, x, g);", "Backpropagate")]
    public void Training_without_a_loss_is_reported(string member, string action)
    {
        // The analyzer sees generated members, as users do.
        var source = MarkedSource.Parse($"{WithoutLoss}class User {{ {member} }}");
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = Compile.Sources(source.Text);
        Generate.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation? complete, out _);
        Microsoft.CodeAnalysis.Diagnostic diagnostic = Assert.Single(Analyze.DiagnosticsOf(complete));
        Assert.Equal(Assert.Single(source.Spans), new MarkedSpan(diagnostic.Id, diagnostic.Location.SourceSpan));
        Assert.Equal(
            $"Net declares no loss, so {action} throws; add one as the last attribute, such as [SoftmaxCrossEntropy]",
            diagnostic.GetMessage(formatProvider: null));
    }

    [Theory]
    [InlineData(WithLoss, "object M(Net net) => new Trainer<Net>(net, new Sgd(0.1f));")]
    [InlineData(WithLoss, "void M(Net net, float[] x, Gradients g) => net.Backpropagate(x, x, g);")]
    [InlineData(WithoutLoss, "void M(Net net, float[] x) => net.Predict(x, x);")]
    [InlineData(WithoutLoss, "object M<T>(T net) where T : class, INetwork<T> => new Trainer<T>(net, new Sgd(0.1f));")]
    [InlineData(WithoutLoss, "class Trainer<T>; object M() => new Trainer<Net>();")]
    [InlineData(WithoutLoss, "void Backpropagate() { } void M() => Backpropagate();")]
    public void Other_uses_are_allowed(string network, string member) =>
        Analyze.ExpectNothing($"{network}class User {{ {member} }}");
}
