using ConvGen.Generators.Planning.Schedules;
using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using Microsoft.CodeAnalysis;

namespace ConvGen.Tests.Compilation;

/// <summary>Many networks in one compilation. A compilation takes much longer than an additional network in it.</summary>
internal sealed class NetworkBatch
{
    private const string Namespace = "Declared";

    private readonly CompiledProject _project;

    /// <summary>Generates and compiles; fails for any diagnostic of a build, including undocumented members.</summary>
    /// <param name="name">The name of the assembly.</param>
    /// <param name="specs">The networks, with unique names.</param>
    /// <param name="checkOverflow">Whether integer overflow throws, which some projects enable.</param>
    /// <param name="isUnloadable">Whether the code is unloaded when it is no longer used, for tests that compile
    /// thousands of networks.</param>
    /// <param name="choice">The choice between several kernels for a layer; the cheapest unless given.</param>
    public NetworkBatch(
        string name, IEnumerable<NetworkSpec> specs, bool checkOverflow = false, bool isUnloadable = false,
        CandidateChoice? choice = null)
    {
        UserProject source = new()
        {
            Name = name,
            Documentation = DocumentationMode.Diagnose,
            CheckOverflow = checkOverflow,
            IsUnloadable = isUnloadable,
            Choice = choice ?? CandidateChoice.Cheapest,
            AllowDesignWarnings = true,
            // A campaign analyzes them with it.
            AnalyzeDeclarationsAlone = !Campaign.IsLong,
            Sources = [.. specs.Select(spec => $"using ConvGen;\n\nnamespace {Namespace};\n\n{NetworkSource.Declare(spec)}")],
        };
        _project = source.Compile();
    }

    private NetworkBatch(CompiledProject project) => _project = project;

    /// <summary>The content of the assembly file.</summary>
    public ReadOnlyMemory<byte> Image => _project.Image;

    /// <summary>Loads the networks of an assembly that an earlier batch compiled. Its code is unloaded when it is no longer
    /// used.</summary>
    public static NetworkBatch Load(ReadOnlyMemory<byte> image) => new(new CompiledProject(image.ToArray(), isUnloadable: true));

    /// <summary>Creates a network with random parameters, including biases.</summary>
    public ITestNetwork Create(NetworkSpec spec, int seed)
    {
        ITestNetwork network = _project.Create($"{Namespace}.{spec.Name}", seed);
        foreach (Parameter bias in network.Parameters.Where(parameter => parameter.Name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            bias.CopyFrom(Noise.Draw(bias.Length, seed));
        }

        return network;
    }

    /// <summary>Creates a network with the parameters of its reference.</summary>
    public ITestNetwork Create(ReferenceNetwork reference)
    {
        ITestNetwork network = _project.Create($"{Namespace}.{reference.Spec.Name}");
        foreach (ReferenceParameter parameter in reference.Parameters.Concat(reference.Statistics))
        {
            network.Parameters[parameter.Name].CopyFrom(Floats.From(parameter.Values));
        }

        return network;
    }
}
