using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.CompilerServices;

/// <summary>Turns a batch normalization with fixed statistics into a factor and a summand for each channel, and makes them part of the
/// layer before it: y = (w x + b) * scale + shift = (w * scale) x + (b * scale + shift).</summary>
/// <remarks>Only generated code should call the methods. They run once after a change of parameters, not once per prediction.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchNormFolding
{
    /// <summary>Computes scale = weight / sqrt(variance + epsilon) and shift = bias - mean * scale for each channel, in double
    /// precision.</summary>
    /// <param name="weights">The learned factor of each channel.</param>
    /// <param name="biases">The learned summand of each channel.</param>
    /// <param name="runningMean">The running mean of each channel.</param>
    /// <param name="runningVariance">The running variance of each channel.</param>
    /// <param name="scale">Receives the factors.</param>
    /// <param name="shift">Receives the summands.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">The number that is added to the variance.</param>
    public static void ScaleAndShift(
        ref float weights, ref float biases, ref float runningMean, ref float runningVariance, ref float scale, ref float shift,
        int channels, double epsilon)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            double factor = Unsafe.Add(ref weights, channel) / Math.Sqrt(Unsafe.Add(ref runningVariance, channel) + epsilon);
            Unsafe.Add(ref scale, channel) = (float)factor;
            Unsafe.Add(ref shift, channel) =
                (float)(Unsafe.Add(ref biases, channel) - Unsafe.Add(ref runningMean, channel) * factor);
        }
    }

    /// <summary>shift[i] += bias[i] * scale[i]: the summands of a layer that has biases of its own.</summary>
    /// <param name="biases">The bias of each channel.</param>
    /// <param name="scale">The factor of each channel.</param>
    /// <param name="shift">The summand of each channel, which is changed.</param>
    /// <param name="channels">The number of channels.</param>
    public static void ShiftBiases(ref float biases, ref float scale, ref float shift, int channels)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            ref float summand = ref Unsafe.Add(ref shift, channel);
            summand = (float)((double)Unsafe.Add(ref biases, channel) * Unsafe.Add(ref scale, channel) + summand);
        }
    }

    /// <summary>Multiplies rows of weights, one for each filter or unit, by the factors of their outputs. The rows are in groups.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="scale">The factor of each row.</param>
    /// <param name="scaled">Receives the products, in the same layout.</param>
    /// <param name="groups">The number of groups.</param>
    /// <param name="groupFloats">The floats from one group to the next.</param>
    /// <param name="rows">The number of rows of a group.</param>
    /// <param name="rowFloats">The floats of a row, padding included.</param>
    public static void ScaleRows(
        ref float weights, ref float scale, ref float scaled, int groups, int groupFloats, int rows, int rowFloats)
    {
        for (int group = 0; group < groups; group++)
        {
            for (int row = 0; row < rows; row++)
            {
                float factor = Unsafe.Add(ref scale, group * rows + row);
                int start = group * groupFloats + row * rowFloats;
                for (int i = start; i < start + rowFloats; i++)
                {
                    Unsafe.Add(ref scaled, i) = Unsafe.Add(ref weights, i) * factor;
                }
            }
        }
    }

    /// <summary>Multiplies the weights of a depthwise convolution, which has a row of channels for each position of its kernel, by the
    /// factors of the channels.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="scale">The factor of each channel.</param>
    /// <param name="scaled">Receives the products, in the same layout.</param>
    /// <param name="rows">The number of positions of the kernel.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="rowFloats">The floats of a row, padding included.</param>
    public static void ScaleColumns(ref float weights, ref float scale, ref float scaled, int rows, int channels, int rowFloats)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int i = row * rowFloats + channel;
                Unsafe.Add(ref scaled, i) = Unsafe.Add(ref weights, i) * Unsafe.Add(ref scale, channel);
            }
        }
    }
}
