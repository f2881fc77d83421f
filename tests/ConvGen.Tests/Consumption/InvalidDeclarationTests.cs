using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>Without analyzers, a build does not report the error of a declaration. The network's members then throw when they are
/// used.</summary>
public sealed class InvalidDeclarationTests
{
    [Theory]
    [InlineData("Layers.Conv(0, 3), Layers.Dense(3)", "CVG011")]
    [InlineData("Layers.Conv(2, 9), Layers.Dense(3)", "CVG030")]
    [InlineData("Layers.Dense(3), Layers.Dense(2, Name = \"a b\")", "CVG040")]
    public void Without_analyzers_a_network_with_an_error_throws_and_names_the_diagnostic(string layers, string id)
    {
        UserProject project = Project(
            $"/// <summary>Mine.</summary>\n[Layers.Network(1, 8, 8)]\n[{layers}]\npublic sealed partial class Net;");
        project = project with { Documentation = Microsoft.CodeAnalysis.DocumentationMode.Diagnose };
        Type type = project.Emit(project.Generate()).TypeNamed("Net");
        Assert.Equal(64, type.GetField("InputLength")!.GetValue(null));
        Exception failure = Assert.ThrowsAny<Exception>(() => Activator.CreateInstance(type, 0));
        InvalidOperationException inner = Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Equal($"Net cannot be used: its declaration has an error, {id}.", inner.Message);
    }
}
