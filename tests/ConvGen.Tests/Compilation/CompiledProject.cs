using System.Reflection;
using System.Runtime.Loader;

namespace ConvGen.Tests.Compilation;

/// <summary>An assembly that exists in memory only; it is loaded when its first network is made.</summary>
/// <param name="image">The file that the compiler would have written.</param>
/// <param name="isUnloadable">Whether its code is unloaded when it is no longer used.</param>
internal sealed class CompiledProject(byte[] image, bool isUnloadable = false)
{
    private readonly Lazy<Assembly> _assembly = new(() => isUnloadable
        ? new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(new MemoryStream(image))
        : Assembly.Load(image));

    /// <summary>The file that the compiler would have written.</summary>
    public ReadOnlyMemory<byte> Image => image;

    /// <summary>A class of the assembly.</summary>
    public Type TypeNamed(string typeName) => _assembly.Value.GetType(typeName, throwOnError: true)!;

    /// <summary>A new network of a generated class.</summary>
    public ITestNetwork Create(string typeName, int seed = 0) =>
        (ITestNetwork)Activator.CreateInstance(typeof(TestNetwork<>).MakeGenericType(TypeNamed(typeName)), seed)!;
}
