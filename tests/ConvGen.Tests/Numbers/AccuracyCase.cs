using System.Text.Json;

namespace ConvGen.Tests.Numbers;

/// <summary>A convolution without bias, for numbers that PyTorch's script draws, too.</summary>
internal sealed record AccuracyCase
{
    public required int Channels { get; init; }
    public required int Height { get; init; }
    public required int Width { get; init; }
    public required int Filters { get; init; }
    public required int Kernel { get; init; }
    public required int Stride { get; init; }
    public required int Pad { get; init; }
    public required int Samples { get; init; }

    /// <summary>The seed of the inputs; the seeds of weights and output gradients are the next numbers.</summary>
    public required int Seed { get; init; }

    public ConvSpec Conv => new(Filters, Kernel) { Stride = Stride, Pad = Pad, Bias = false };

    public ImageShape Input => new(Channels, Height, Width);

    /// <summary>The network. With the quadratic cost, a test can choose the gradient of the output.</summary>
    public NetworkSpec Network => new($"Accuracy{Seed}", Input, [Conv], Loss.QuadraticCost);
}

/// <summary>The distribution of errors, relative to the largest value of their tensor.</summary>
/// <param name="Of99Percent">The 99th percentile of the errors.</param>
/// <param name="Most">The largest error.</param>
internal sealed record ErrorSpread(double Of99Percent, double Most)
{
    public static ErrorSpread Of(IEnumerable<double> errors)
    {
        double[] sorted = [.. errors.Order()];
        return new(sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1], sorted[^1]);
    }

    public override string ToString() => FormattableString.Invariant($"99 % within {Of99Percent:G3}, all within {Most:G3}");
}

/// <summary>The accuracy of PyTorch for a hundred convolutions in single precision: accuracy.json, created by
/// make_accuracy.py.</summary>
internal sealed record AccuracyOfPyTorch
{
    public required ErrorSpread Output { get; init; }
    public required ErrorSpread InputGradient { get; init; }
    public required ErrorSpread WeightGradient { get; init; }
    public required IReadOnlyList<AccuracyCase> Shapes { get; init; }

    public static AccuracyOfPyTorch Read()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Numbers", "accuracy.json"));
        return JsonSerializer.Deserialize<AccuracyOfPyTorch>(file, JsonSerializerOptions.Web)!;
    }
}
