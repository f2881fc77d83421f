using System.Reflection;
using ConvGen.CompilerServices;

namespace ConvGen.Benchmarks.Compilation;

/// <summary>The declaration of one of n1 to n4, as text.</summary>
/// <param name="Name">n1 to n4.</param>
/// <param name="ClassName">The full name of the class.</param>
/// <param name="Source">The source file of the declaration.</param>
internal sealed record DeclaredNetwork(string Name, string ClassName, string Source)
{
    private const int Seed = 1;

    /// <summary>n1 to n4.</summary>
    public static IReadOnlyList<DeclaredNetwork> All { get; } =
    [
        Read("n1", typeof(MnistSample.Networks.BookNet)),
        Read("n2", typeof(MnistSample.Networks.LeNet5)),
        Read("n3", typeof(MnistSample.Networks.Mlp)),
        Read("n4", typeof(Networks.SmallVgg)),
    ];

    /// <summary>Returns the network with a name.</summary>
    public static DeclaredNetwork Named(string name) => All.Single(network => network.Name == name);

    /// <summary>The generated passes of the assembly that was compiled from <see cref="Source"/>.</summary>
    public NetworkProgram LoadProgram(Assembly assembly) => (NetworkProgram)Activator.CreateInstance(
        assembly.GetType($"ConvGen.Generated.{ClassName}Kernels{NetworkCompiler.Width.VectorBits}.Program", throwOnError: true)!)!;

    /// <summary>The weights of a new network.</summary>
    public ParameterSet InitialParametersIn(Assembly assembly)
    {
        Type type = assembly.GetType(ClassName, throwOnError: true)!;
        object network = Activator.CreateInstance(type, Seed)!;
        return (ParameterSet)type.GetProperty(nameof(INetwork<>.Parameters))!.GetValue(network)!;
    }

    private static DeclaredNetwork Read(string name, Type network)
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{network.Name}.cs")!;
        using var reader = new StreamReader(file);
        return new DeclaredNetwork(name, network.FullName!, reader.ReadToEnd());
    }
}
