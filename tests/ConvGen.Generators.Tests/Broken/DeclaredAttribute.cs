using System.Collections.Immutable;
using System.Globalization;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>An attribute in the source: <c>Conv(20, 5, Pad = 2)</c>.</summary>
internal sealed record DeclaredAttribute(
    string Kind, ImmutableArray<string> Sizes, ImmutableArray<KeyValuePair<string, string>> Properties)
{
    public bool IsConvolution => Kind is "Conv" or "DepthwiseConv";

    public bool IsPool => Kind is "MaxPool" or "AveragePool" or "L2Pool";

    public bool IsLoss =>
        Kind is "SoftmaxCrossEntropy" or "SigmoidCrossEntropy" or "MeanSquaredError" or "QuadraticCost" or "CrossEntropyCost";

    /// <summary>Whether the layer has parameters, and so may have a name.</summary>
    public bool HasName => IsConvolution || Kind is "Dense";

    /// <summary>Rows and columns of the kernel or window.</summary>
    public (int Height, int Width) Window
    {
        get
        {
            int first = Kind is "Conv" ? 1 : 0;
            return (Number(Sizes[first]), Number(Sizes[^1]));
        }
    }

    public static DeclaredAttribute Of(string kind, params int[] sizes) =>
        new(kind, [.. sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))], []);

    public bool Has(string property) => Properties.Any(given => given.Key == property);

    /// <summary>The value of a numeric property, or its default.</summary>
    public int Property(string name, int fallback) =>
        Properties.FirstOrDefault(given => given.Key == name).Value is { } value ? Number(value) : fallback;

    public DeclaredAttribute With(string property, object value) => this with
    {
        Properties = Without(property).Properties.Add(
            KeyValuePair.Create(property, string.Create(CultureInfo.InvariantCulture, $"{value}"))),
    };

    public DeclaredAttribute Without(string property) => this with
    {
        Properties = [.. Properties.Where(given => given.Key != property)],
    };

    /// <summary>Returns a copy with another constructor argument.</summary>
    public DeclaredAttribute WithSize(int index, object value) => this with
    {
        Sizes = Sizes.SetItem(index, string.Create(CultureInfo.InvariantCulture, $"{value}")),
    };

    public override string ToString()
    {
        string[] arguments = [.. Sizes, .. Properties.Select(given => $"{given.Key} = {given.Value}")];
        return arguments.Length == 0 ? Kind : $"{Kind}({string.Join(", ", arguments)})";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
