using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Examples;

/// <summary>Example of a snapshot test of generated code in a user's project: a new version of ConvGen or a changed
/// declaration then shows up in review as a change of the generated code. Uses only public API; the last line could
/// also be Verify's.</summary>
public sealed class YourNetworkSnapshotTests
{
    private const string Declaration = """
        using ConvGen;

        [Network(1, 8, 8)]
        [Conv(8, 3), MaxPool(2), ReLU]
        [Dense(2), SoftmaxCrossEntropy]
        public sealed partial class YourNetwork;
        """;

    [Fact]
    public void Forward_pass_of_the_first_layer()
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "YourProject",
            [CSharpSyntaxTree.ParseText(Declaration)],
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        GeneratorDriver driver = CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGenerators(compilation);
        GeneratedSourceResult file = driver.GetRunResult().Results.Single().GeneratedSources
            .Single(source => source.HintName == "YourNetwork/256/Conv1.Forward.g.cs");

        Snapshot.Verify(file.SourceText.ToString());
    }
}
