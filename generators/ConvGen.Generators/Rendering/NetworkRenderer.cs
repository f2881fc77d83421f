using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>The door of the last stage: from a plan to the text of files.</summary>
internal static class NetworkRenderer
{
    /// <summary>The small public surface, needed while typing.</summary>
    public static IEnumerable<GeneratedFile> RenderSurface(NetworkPlan plan) => [];

    /// <summary>The kernels and passes, needed only by a real build.</summary>
    public static IEnumerable<GeneratedFile> RenderKernels(NetworkPlan plan) => [];
}

/// <summary>One file of generated text, named as a person would look for it.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
