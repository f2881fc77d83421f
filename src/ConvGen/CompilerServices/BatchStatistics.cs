using System.ComponentModel;
using System.Runtime.CompilerServices;
using ConvGen.Internal;

namespace ConvGen.CompilerServices;

/// <summary>The statistics of a batch normalization over a mini-batch: reduces what the slices contribute, in the order of the slices and in
/// double precision, so that the results have the same bits for any number of threads.</summary>
/// <remarks>
/// Both a slice's contribution and the shared results are five tensors with one value for each channel, each padded to whole cache lines.
/// A contribution: means, sums of squared deviations, sums of gradients, sums of their products with the normalized values, and in the
/// first float of the last one the number of samples. The results: means, inverse standard deviations, means of the gradients, means of the
/// products, and unbiased variances. Only generated code should call the methods.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchStatistics
{
    private const int Mean = 0, Deviations = 1, InverseDeviation = 1, Gradients = 2, Products = 3, Samples = 4, Variance = 4;

    /// <summary>Merges the slices' means and sums of squared deviations, and computes the mean, the inverse standard deviation
    /// 1 / sqrt(variance + epsilon), and the unbiased variance of each channel. (Chan, Golub and LeVeque, "Updating Formulae and a Pairwise
    /// Algorithm for Computing Sample Variances", 1979.)</summary>
    /// <param name="contributions">The contribution of the first slice to this normalization.</param>
    /// <param name="shared">The results of this normalization.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="pixels">The number of values of a channel in a sample.</param>
    /// <param name="epsilon">The number that is added to the variance.</param>
    /// <param name="slices">The number of slices.</param>
    /// <param name="meetingFloats">The floats from the contribution of one slice to that of the next.</param>
    public static void MeetMoments(
        ref float contributions, ref float shared, int channels, int pixels, double epsilon, int slices, int meetingFloats)
    {
        int tensor = AlignedMemory.WholeLines(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            double count = 0, mean = 0, deviations = 0;
            for (int slice = 0; slice < slices; slice++)
            {
                ref float contribution = ref Unsafe.Add(ref contributions, (nint)slice * meetingFloats);
                double more = (double)Unsafe.Add(ref contribution, Samples * tensor) * pixels;
                double distance = Unsafe.Add(ref contribution, Mean * tensor + channel) - mean;
                double total = count + more;
                mean += distance * (more / total);
                deviations += Unsafe.Add(ref contribution, Deviations * tensor + channel) + distance * distance * (count * more / total);
                count = total;
            }

            Unsafe.Add(ref shared, Mean * tensor + channel) = (float)mean;
            Unsafe.Add(ref shared, InverseDeviation * tensor + channel) = (float)(1 / Math.Sqrt(deviations / count + epsilon));
            Unsafe.Add(ref shared, Variance * tensor + channel) = (float)(deviations / (count - 1));
        }
    }

    /// <summary>Adds up the slices' sums of the gradients and of their products with the normalized values, and divides them by the number
    /// of values of a channel.</summary>
    /// <param name="contributions">The contribution of the first slice to this normalization.</param>
    /// <param name="shared">The results of this normalization.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="pixels">The number of values of a channel in a sample.</param>
    /// <param name="slices">The number of slices.</param>
    /// <param name="samples">The number of samples of the mini-batch.</param>
    /// <param name="meetingFloats">The floats from the contribution of one slice to that of the next.</param>
    public static void MeetGradients(
        ref float contributions, ref float shared, int channels, int pixels, int slices, int samples, int meetingFloats)
    {
        int tensor = AlignedMemory.WholeLines(channels);
        double count = (double)samples * pixels;
        for (int channel = 0; channel < channels; channel++)
        {
            double gradients = 0, products = 0;
            for (int slice = 0; slice < slices; slice++)
            {
                ref float contribution = ref Unsafe.Add(ref contributions, (nint)slice * meetingFloats);
                gradients += Unsafe.Add(ref contribution, Gradients * tensor + channel);
                products += Unsafe.Add(ref contribution, Products * tensor + channel);
            }

            Unsafe.Add(ref shared, Gradients * tensor + channel) = (float)(gradients / count);
            Unsafe.Add(ref shared, Products * tensor + channel) = (float)(products / count);
        }
    }

    /// <summary>Moves the running statistics towards those of the mini-batch: running = (1 - momentum) * running + momentum * batch.</summary>
    /// <param name="runningMean">The running mean of each channel.</param>
    /// <param name="runningVariance">The running variance of each channel.</param>
    /// <param name="shared">The results of this normalization.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="momentum">The share of the mini-batch, from 0 to 1.</param>
    public static void Update(
        ref float runningMean, ref float runningVariance, ref float shared, int channels, double momentum)
    {
        int tensor = AlignedMemory.WholeLines(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            Move(ref Unsafe.Add(ref runningMean, channel), Unsafe.Add(ref shared, Mean * tensor + channel));
            Move(ref Unsafe.Add(ref runningVariance, channel), Unsafe.Add(ref shared, Variance * tensor + channel));
        }

        void Move(ref float running, float batch) => running = (float)((1 - momentum) * running + momentum * batch);
    }
}
