using System.Reflection;
using System.Runtime.Loader;

namespace ConvGen.Tests.Compilation;

/// <summary>An assembly in memory, which is loaded when its first network is created.</summary>
/// <param name="image">The content of the assembly file.</param>
/// <param name="isUnloadable">Whether its code is unloaded when it is no longer used.</param>
internal sealed class CompiledProject(byte[] image, bool isUnloadable = false)
{
    private readonly Lazy<Assembly> _assembly = new(() => isUnloadable
        ? new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(new MemoryStream(image))
        : Assembly.Load(image));

    /// <summary>The content of the assembly file.</summary>
    public ReadOnlyMemory<byte> Image => image;

    /// <summary>Gets a class of the assembly.</summary>
    public Type TypeNamed(string typeName) => _assembly.Value.GetType(typeName, throwOnError: true)!;

    /// <summary>Creates a network of a generated class.</summary>
    public ITestNetwork Create(string typeName, int seed = 0) =>
        (ITestNetwork)Activator.CreateInstance(typeof(TestNetwork<>).MakeGenericType(TypeNamed(typeName)), seed)!;
}
