using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary><c>x * scale + shift</c>, for each channel of images or each value of vectors. The weights of a convolution or a dense layer
/// next to it include it, if they can; otherwise it becomes a layer.</summary>
/// <param name="Scale">The factors.</param>
/// <param name="Shift">The summands; null if there are none.</param>
/// <param name="Node">The node that error messages name.</param>
internal sealed record Affine(double[] Scale, double[]? Shift, NodeProto Node)
{
    /// <summary>Whether a summand is not zero.</summary>
    public bool Shifts => Shift is not null && Shift.Any(value => value != 0);

    /// <summary>Whether this returns its input.</summary>
    public bool IsIdentity => !Shifts && Scale.All(value => value == 1);

    /// <summary>Whether applying this after an operator without weights gives the same values as before it.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="pads">Whether it pads images.</param>
    public bool Commutes(string operation, bool pads)
    {
        bool keepsOrder = Scale.All(value => value > 0);
        return operation switch
        {
            "Relu" or "LeakyRelu" or "LpPool" => keepsOrder && !Shifts,
            "MaxPool" or "GlobalMaxPool" => keepsOrder,
            "AveragePool" => !pads || !Shifts,
            "GlobalAveragePool" => true,
            "Dropout" => !Shifts,
            _ => false,
        };
    }

    /// <summary>Combines this operation with a following one.</summary>
    public Affine Then(Affine next) => next with
    {
        Scale = [.. Scale.Zip(next.Scale, (first, second) => first * second)],
        Shift = Shift is null ? next.Shift : [.. Shift.Select((value, i) => value * next.Scale[i] + (next.Shift?[i] ?? 0))],
    };

    /// <summary>Converts to the operation on vectors, for images with <paramref name="length"/> values.</summary>
    public Affine Over(int length)
    {
        int pixels = length / Scale.Length;
        return pixels == 1 ? this : this with { Scale = Repeat(Scale, pixels), Shift = Shift is null ? null : Repeat(Shift, pixels) };
    }

    /// <summary>Includes this in the weights of the layer before it.</summary>
    /// <returns>False if pixels of one filter differ, so that the layer cannot include it.</returns>
    public bool FoldInto(ImportedLayer before)
    {
        Constant weights = before.Weights!;
        int outputs = weights.Shape[0], pixels = Scale.Length / outputs, each = weights.Values.Length / outputs;
        bool isUniform = Enumerable.Range(0, Scale.Length).All(i =>
            Scale[i] == Scale[i / pixels * pixels] && Shift?[i] == Shift?[i / pixels * pixels]);
        if (!isUniform)
        {
            return false;
        }

        before.Weights = weights with { Values = [.. weights.Values.Select((value, i) => Single(value * Scale[i / each * pixels]))] };
        if (before.Biases is not null || Shift is not null)
        {
            float[]? biases = before.Biases;
            before.Biases =
            [
                .. Enumerable.Range(0, outputs).Select(i =>
                    Single((biases?[i] ?? 0) * Scale[i * pixels] + (Shift?[i * pixels] ?? 0))),
            ];
        }

        return true;
    }

    /// <summary>Includes this in the weights of the layer after it, which must not pad what this shifts.</summary>
    public void FoldIntoNext(ImportedLayer after)
    {
        Constant weights = after.Weights!;
        int outputs = weights.Shape[0], inputs = weights.Shape[1], outputsOfGroup = outputs / (Scale.Length / inputs);
        int taps = weights.Values.Length / (outputs * inputs);
        float[] values = new float[weights.Values.Length];
        double[] sums = new double[outputs];
        for (int i = 0; i < values.Length; i++)
        {
            int output = i / (inputs * taps), channel = output / outputsOfGroup * inputs + i / taps % inputs;
            values[i] = Single(weights.Values[i] * Scale[channel]);
            sums[output] += weights.Values[i] * (Shift?[channel] ?? 0);
        }

        after.Weights = weights with { Values = values };
        if (Shifts)
        {
            float[]? biases = after.Biases;
            after.Biases = [.. sums.Select((sum, i) => Single((biases?[i] ?? 0) + sum))];
        }
    }

    /// <summary>Returns the layer that computes this.</summary>
    /// <param name="channels">The number of channels: a flattened image keeps its own.</param>
    /// <exception cref="OnnxImportException">The numbers differ between the pixels of a channel.</exception>
    public ImportedLayer ToLayer(int channels)
    {
        int pixels = Scale.Length / channels;
        double[] shift = Shift ?? new double[Scale.Length];
        if (Enumerable.Range(0, Scale.Length).Any(i => Scale[i] != Scale[i / pixels * pixels] || shift[i] != shift[i / pixels * pixels]))
        {
            throw NodeError.Of(Node, $"expected a number for each of {channels} channels, found numbers that differ between pixels");
        }

        bool isUniform = Scale.All(value => value == Scale[0]) && shift.All(value => value == shift[0]);
        string factors = isUniform ? Number(Scale[0]) : List(Scale), offsets = isUniform ? Number(shift[0]) : List(shift);
        return new ImportedLayer("Scale", Shifts ? [factors, offsets] : [factors]);

        string List(double[] values) =>
            $"new double[] {{ {string.Join(", ", Enumerable.Range(0, channels).Select(channel => Number(values[channel * pixels])))} }}";

        string Number(double value) => Single(value).ToString("R", CultureInfo.InvariantCulture);
    }

    private static double[] Repeat(double[] values, int times) => [.. values.SelectMany(value => Enumerable.Repeat(value, times))];

    private float Single(double value) => float.IsFinite((float)value)
        ? (float)value
        : throw NodeError.Of(Node, "expected values that leave the weights next to it finite in 32 bits, found larger ones");
}
