using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConvGen.CompilerServices;

namespace ConvGen.Files;

/// <summary>
/// Describes the function of a network as text: the input, and for every layer its kind, its settings, the shapes of its
/// output and its parameters, and the numbers of the layers that it reads unless that is the one before. Networks with the same text are interchangeable: the same parameters give the same outputs of the last layer.
/// </summary>
/// <remarks>The text omits settings that affect only training: initializers, the loss, and inverted dropout. It also omits the
/// names of the class and of layers without parameters.</remarks>
internal sealed class Architecture
{
    private readonly NetworkProgram _program;

    public Architecture(NetworkProgram program)
    {
        _program = program;
        Text = string.Join('\n', Lines());
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    /// <summary>A line for the input and one for every layer, separated by <c>\n</c>.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text in UTF-8, in hexadecimal.</summary>
    public string Fingerprint { get; }

    private IEnumerable<string> Lines()
    {
        yield return "input " + TensorSpec.ShapeText(_program.Summary.InputShape);
        // A value that a dropout of training alone computes is its input. Layers are numbered, because their names do not matter.
        Dictionary<string, int> numbers = new(StringComparer.Ordinal) { [NetworkSummary.InputName] = 0 };
        int last = 0;
        foreach (LayerSummary layer in _program.Summary.Layers)
        {
            bool isOfTrainingAlone = layer is { Kind: "Dropout", Factor: 1f };
            if (isOfTrainingAlone)
            {
                numbers[layer.Name] = numbers[layer.Inputs[0]];
                continue;
            }

            int[] inputs = [.. layer.Inputs.Select(name => numbers[name])];
            yield return Line(layer) + (inputs is [var only] && only == last ? "" : $" from {string.Join(", ", inputs)}");
            numbers[layer.Name] = ++last;
        }

        int[] outputs = [.. _program.Summary.Outputs.Select(output => numbers[output.Layer])];
        if (outputs is not [var end] || end != last)
        {
            yield return $"outputs {string.Join(", ", outputs)}";
        }
    }

    private string Line(LayerSummary layer)
    {
        var line = new StringBuilder(layer.Kind);
        if (layer.Window is { } window)
        {
            line.Append(string.Create(
                CultureInfo.InvariantCulture,
                $" {window.Height}x{window.Width}, stride {window.StrideY}x{window.StrideX}, "
                + $"dilation {window.DilationY}x{window.DilationX}, "
                + $"padding {window.PadTop} {window.PadLeft} {window.PadBottom} {window.PadRight}"));
            line.Append(window.CountPadding ? "" : " not counted");
        }

        if (layer.Factor != 1f)
        {
            line.Append(CultureInfo.InvariantCulture, $", factor {layer.Factor:R}");
        }

        if (layer.Epsilon != 0)
        {
            line.Append(CultureInfo.InvariantCulture, $", epsilon {layer.Epsilon:R}");
        }

        if (float.IsFinite(layer.Min))
        {
            line.Append(CultureInfo.InvariantCulture, $", from {layer.Min:R} to {layer.Max:R}");
        }

        if (layer.Factors.Count > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $", factors {Numbers(layer.Factors)}, offsets {Numbers(layer.Offsets)}");
        }

        line.Append(" -> ").Append(TensorSpec.ShapeText(layer.OutputShape));
        string[] parameters =
        [
            .. _program.Parameters
                .Where(parameter => parameter.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal))
                .Select(parameter => $"{parameter.Name} {TensorSpec.ShapeText(parameter.Shape)}"),
        ];
        return parameters.Length == 0 ? line.ToString() : $"{line} with {string.Join(", ", parameters)}";
    }

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(" ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
