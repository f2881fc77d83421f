using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvGen.CompilerServices;

/// <summary>
/// A convolution's gradients as they are defined, product by product. Generated kernels are faster, but leave out gradients that are
/// zero, or pad them with zeros: where an input or a weight is NaN or infinite, zero times it is NaN, and these loops take over.
/// </summary>
/// <remarks>All distances are in floats. A pooling behind the convolution has windows that lie side by side; without one they are
/// 1x1 and have no winners.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ExactConvolution
{
    /// <summary>Filters.</summary>
    public int Filters { get; init; }

    /// <summary>Rows of receptive fields.</summary>
    public int Rows { get; init; }

    /// <summary>Receptive fields in a row.</summary>
    public int Columns { get; init; }

    /// <summary>Rows of receptive fields in a pooling window, and fields in a row of it.</summary>
    public (int Height, int Width) Pool { get; init; }

    /// <summary>From one sample of the input to the next, and from one receptive field to the one below, beside it, and of the next
    /// filter: 0 where all filters see the same channels, 1 where each has its own.</summary>
    public (int Sample, int Row, int Column, int Filter) Fields { get; init; }

    /// <summary>From one sample of the output to the next, before its first pixel, from row to row and from pixel to pixel.</summary>
    public (int Sample, int Origin, int Row, int Pixel) Outputs { get; init; }

    /// <summary>From the weights of one filter to those of the next.</summary>
    public int FilterWeights { get; init; }

    /// <summary>The outer loop over the weights of a filter: how many, and the distances in the input and in the weights.</summary>
    public (int Count, int Input, int Weights) Outer { get; init; }

    /// <summary>The loop within it.</summary>
    public (int Count, int Input, int Weights) Middle { get; init; }

    /// <summary>The innermost one.</summary>
    public (int Count, int Input, int Weights) Inner { get; init; }

    /// <summary>dw[f, c, u, v] += sum over the receptive fields of g * x[c, u, v]; g is the gradient of the field's output, and zero
    /// where the field lost its window.</summary>
    public void AddWeightGradient(
        ref float input, ref float outputGradient, ref int winners, ref float weightGradient, int samples) =>
        AddProducts(ref input, ref weightGradient, ref outputGradient, ref winners, samples, isOfWeights: true);

    /// <summary>dx[c, u, v] = sum over the receptive fields and filters of g * w[f, c, u, v].</summary>
    public void SetInputGradient(
        ref float weights, ref float outputGradient, ref int winners, ref float inputGradient, int samples)
    {
        MemoryMarshal.CreateSpan(ref inputGradient, samples * Fields.Sample).Clear();
        AddProducts(ref inputGradient, ref weights, ref outputGradient, ref winners, samples, isOfWeights: false);
    }

    private void AddProducts(
        ref float pixels, ref float weights, ref float outputGradient, ref int winners, int samples, bool isOfWeights)
    {
        for (int sample = 0; sample < samples; sample++)
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    ref float field = ref Unsafe.Add(ref pixels, sample * Fields.Sample + row * Fields.Row + column * Fields.Column);
                    for (int filter = 0; filter < Filters; filter++)
                    {
                        float gradient = GradientOf(sample, row, column, filter, ref outputGradient, ref winners);
                        AddProducts(
                            gradient, ref Unsafe.Add(ref field, filter * Fields.Filter),
                            ref Unsafe.Add(ref weights, filter * FilterWeights), isOfWeights);
                    }
                }
            }
        }
    }

    /// <summary>The gradient of what a filter makes of a field: zero behind the last whole window, and where another field won.</summary>
    private float GradientOf(int sample, int row, int column, int filter, ref float outputGradient, ref int winners)
    {
        (int outputRow, int y) = Math.DivRem(row, Pool.Height);
        (int outputColumn, int x) = Math.DivRem(column, Pool.Width);
        if (outputRow >= Rows / Pool.Height || outputColumn >= Columns / Pool.Width)
        {
            return 0;
        }

        int output = sample * Outputs.Sample + Outputs.Origin + outputRow * Outputs.Row + outputColumn * Outputs.Pixel + filter;
        return Unsafe.IsNullRef(ref winners) || Unsafe.Add(ref winners, output) == y * Fields.Row + x * Fields.Column
            ? Unsafe.Add(ref outputGradient, output)
            : 0;
    }

    /// <summary>Every weight of a filter with its pixel of the field: the product with one of them is added to the other.</summary>
    private void AddProducts(float gradient, ref float field, ref float filter, bool isOfWeights)
    {
        for (int outer = 0; outer < Outer.Count; outer++)
        {
            for (int middle = 0; middle < Middle.Count; middle++)
            {
                for (int inner = 0; inner < Inner.Count; inner++)
                {
                    ref float pixel = ref Unsafe.Add(
                        ref field, outer * Outer.Input + middle * Middle.Input + inner * Inner.Input);
                    ref float weight = ref Unsafe.Add(
                        ref filter, outer * Outer.Weights + middle * Middle.Weights + inner * Inner.Weights);
                    if (isOfWeights)
                    {
                        weight += gradient * pixel;
                    }
                    else
                    {
                        pixel += gradient * weight;
                    }
                }
            }
        }
    }
}
