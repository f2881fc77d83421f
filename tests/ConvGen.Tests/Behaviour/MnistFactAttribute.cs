namespace ConvGen.Tests.Behaviour;

/// <summary>A test that needs the real MNIST in the folder named by <c>CONVGEN_MNIST</c>; skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "CONVGEN_MNIST does not name a folder with MNIST's four files.";
        }
    }

    /// <summary>The folder; null if there is none.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("CONVGEN_MNIST") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
