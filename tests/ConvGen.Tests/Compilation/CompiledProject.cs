using System.Reflection;

namespace ConvGen.Tests.Compilation;

/// <summary>An assembly that exists in memory only; it is loaded when its first network is made.</summary>
internal sealed class CompiledProject(byte[] image)
{
    private readonly Lazy<Assembly> assembly = new(() => Assembly.Load(image));

    /// <summary>The file that the compiler would have written.</summary>
    public ReadOnlyMemory<byte> Image => image;

    /// <summary>A class of the assembly.</summary>
    public Type TypeNamed(string typeName) => assembly.Value.GetType(typeName, throwOnError: true)!;

    /// <summary>A new network of a generated class.</summary>
    public ITestNetwork Create(string typeName, int seed = 0) =>
        (ITestNetwork)Activator.CreateInstance(typeof(TestNetwork<>).MakeGenericType(TypeNamed(typeName)), seed)!;
}
