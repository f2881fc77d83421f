namespace ConvGen.Tests.Reference;

/// <summary>y[i] = x[i] * mask[i] for the masks of a step, or the mean over all masks if no step is given.</summary>
internal sealed class ReferenceDropout(DropoutSpec spec, int number, ImageShape shape) : ReferenceLayer(shape, shape)
{
    private readonly double[] _mask = new double[shape.Length];

    /// <summary>Sets the masks of a sample of a batch, or none.</summary>
    public void Begin(DropoutMasks? step, int sample)
    {
        double kept = spec.Inverted ? 1 / (1 - spec.Rate) : 1;
        Array.Fill(_mask, spec.Inverted ? 1 : 1 - spec.Rate);
        for (int index = 0; step is { } masks && index < _mask.Length; index++)
        {
            _mask[index] = IsDropped(masks, sample, index) ? 0 : kept;
        }
    }

    public override void Forward(double[] x, double[] y)
    {
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = x[index] * _mask[index];
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int index = 0; index < x.Length; index++)
        {
            dx[index] = dy[index] * _mask[index];
        }
    }

    private bool IsDropped(DropoutMasks step, int sample, int index)
    {
        (int channel, int pixel) = Math.DivRem(index, Input.Height * Input.Width);
        int element = pixel * ((Input.Channels + 7) / 8 * 8) + channel;
        uint[] counter = [(uint)(element / 32 * 8 + element % 8), (uint)sample, (uint)number, 3];
        return Philox(counter, (uint)step.Seed, (uint)step.Step)[element / 8 % 4] < spec.Rate * 4294967296;
    }

    /// <summary>Philox4x32-10 as its authors' paper defines it.</summary>
    private static uint[] Philox(uint[] counter, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong first = 0xD2511F53ul * counter[0];
            ulong second = 0xCD9E8D57ul * counter[2];
            counter = [(uint)(second >> 32) ^ counter[1] ^ key0, (uint)second, (uint)(first >> 32) ^ counter[3] ^ key1, (uint)first];
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return counter;
    }
}
