using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvGen.CompilerServices;

/// <summary>
/// Computes a convolution's gradients by definition, product by product. The faster generated kernels skip zero gradients or
/// pad with zeros, which is wrong if an input or a weight is NaN or infinite, because zero times that value is NaN. In that
/// case these loops are used.
/// </summary>
/// <remarks>All distances are in floats. If a pooling follows the convolution, its windows do not overlap. Without a pooling,
/// the windows are 1x1 and there are no winners.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ExactConvolution
{
    /// <summary>The number of filters.</summary>
    public int Filters { get; init; }

    /// <summary>The number of rows of receptive fields.</summary>
    public int Rows { get; init; }

    /// <summary>The number of receptive fields in a row.</summary>
    public int Columns { get; init; }

    /// <summary>The rows and columns of receptive fields in a pooling window.</summary>
    public (int Height, int Width) Pool { get; init; }

    /// <summary>The strides in the input: to the next sample, to the receptive field below, to the one on the right, and to
    /// that of the next filter, which is 0 if all filters read the same channels and 1 if each has its own.</summary>
    public (int Sample, int Row, int Column, int Filter) Fields { get; init; }

    /// <summary>The layout of the output: the stride to the next sample, the offset of the first pixel, and the strides to the
    /// next row and the next pixel.</summary>
    public (int Sample, int Origin, int Row, int Pixel) Outputs { get; init; }

    /// <summary>The distance between the weights of two filters.</summary>
    public int FilterWeights { get; init; }

    /// <summary>The outer loop over the weights of a filter: the number of iterations, and the strides in the input and in the
    /// weights.</summary>
    public (int Count, int Input, int Weights) Outer { get; init; }

    /// <summary>The middle loop.</summary>
    public (int Count, int Input, int Weights) Middle { get; init; }

    /// <summary>The innermost loop.</summary>
    public (int Count, int Input, int Weights) Inner { get; init; }

    /// <summary>dw[f, c, u, v] += sum over the receptive fields of g * x[c, u, v]; g is the gradient of the field's output,
    /// zero if another field of its window had the maximum.</summary>
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

    /// <summary>Returns the gradient of a filter's output for a field: zero after the last complete window, and if another
    /// field of the window had the maximum.</summary>
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

    /// <summary>Visits every weight of a filter with its pixel of the field, and adds the gradient times one of them to the
    /// gradient of the other.</summary>
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
