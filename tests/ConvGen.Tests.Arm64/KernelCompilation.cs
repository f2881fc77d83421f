using System.Reflection;
using System.Runtime.CompilerServices;

namespace ConvGen.Tests.Arm64;

/// <summary>Has the JIT compile all kernels without running them, so that <c>DOTNET_JitDisasm</c> lists them.</summary>
public static class KernelCompilation
{
    /// <summary>The namespace of generated kernels, which <c>DOTNET_JitDisasm</c> selects.</summary>
    public const string GeneratedCode = "ConvGen.Generated";

    /// <summary>Compiles every method of the generated classes and returns their number.</summary>
    public static int CompileAll()
    {
        const BindingFlags Declared =
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        int methods = 0;
        foreach (Type type in typeof(KernelCompilation).Assembly.GetTypes())
        {
            if (type.FullName?.StartsWith(GeneratedCode, StringComparison.Ordinal) != true)
            {
                continue;
            }

            foreach (MethodInfo method in type.GetMethods(Declared))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
                methods++;
            }
        }

        return methods;
    }
}
