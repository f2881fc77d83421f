using System.Text.Json;

namespace ConvGen.Tests.PyTorch;

/// <summary>PyTorch's results for one declaration: an entry of numbers.json, created by make_numbers.py. Samples and
/// tensors are in PyTorch's order.</summary>
internal sealed record PyTorchCase
{
    public required string Name { get; init; }

    /// <summary>All attributes of the network.</summary>
    public required string Declaration { get; init; }

    public required float[] Inputs { get; init; }
    public required float[] Targets { get; init; }

    public required double[] Outputs { get; init; }
    public required double Loss { get; init; }

    /// <summary>d loss / d inputs.</summary>
    public required double[] InputGradient { get; init; }

    public required IReadOnlyList<PyTorchParameter> Parameters { get; init; }

    /// <summary>All cases, in the order of the file.</summary>
    public static IReadOnlyList<PyTorchCase> All { get; } = Read();

    private static PyTorchCase[] Read()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "PyTorch", "numbers.json"));
        return JsonSerializer.Deserialize<PyTorchCase[]>(file, JsonSerializerOptions.Web)!;
    }
}

/// <summary>A weight or bias.</summary>
/// <param name="Name">The name in ConvGen.</param>
/// <param name="Values">The values.</param>
/// <param name="Gradient">d loss / d values.</param>
internal sealed record PyTorchParameter(string Name, float[] Values, double[] Gradient);
