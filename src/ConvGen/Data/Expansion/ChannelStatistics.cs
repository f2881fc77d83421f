namespace ConvGen.Data.Expansion;

/// <summary>Computes the means and standard deviations of channels in double precision.</summary>
internal static class ChannelStatistics
{
    /// <summary>Returns those of all images, of which there is at least one.</summary>
    public static (float[] Means, float[] Deviations) Of(ImageSet images)
    {
        int plane = images.Height * images.Width;
        double values = (double)plane * images.Count;
        double[] means = Array.ConvertAll(Sums(images, plane, new double[images.Channels], squares: false), sum => sum / values);
        double[] squares = Sums(images, plane, means, squares: true);
        float[] deviations = new float[means.Length];
        for (int channel = 0; channel < deviations.Length; channel++)
        {
            // The mean of equal numbers may be off by a rounding error, which scaling must not amplify.
            double deviation = Math.Sqrt(squares[channel] / values);
            bool isEqual = (float)deviation == 0 || deviation <= 1e-9 * Math.Abs(means[channel]);
            deviations[channel] = isEqual ? 1f : (float)deviation;
        }

        return (Array.ConvertAll(means, mean => (float)mean), deviations);
    }

    /// <summary>Sums the differences from the means, or their squares, of each channel.</summary>
    private static double[] Sums(ImageSet images, int plane, double[] means, bool squares)
    {
        double[] sums = new double[means.Length];
        float[] buffer = [];
        for (int image = 0; image < images.Count; image++)
        {
            ReadOnlySpan<float> pixels = images.Read(image, count: 1, ref buffer);
            for (int channel = 0; channel < sums.Length; channel++)
            {
                double mean = means[channel], sum = 0;
                foreach (float value in pixels.Slice(channel * plane, plane))
                {
                    double difference = value - mean;
                    sum += squares ? difference * difference : difference;
                }

                sums[channel] += sum;
            }
        }

        return sums;
    }
}
