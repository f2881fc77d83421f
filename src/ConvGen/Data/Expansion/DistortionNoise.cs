using ConvGen.RandomNumbers;

namespace ConvGen.Data.Expansion;

/// <summary>The random numbers of one image in one epoch: uniform between -1 and 1, four to a block.</summary>
/// <param name="seed">The trainer's seed.</param>
/// <param name="epoch">The epoch, counted from 1.</param>
/// <param name="image">The image's position in its data set.</param>
internal readonly struct DistortionNoise(int seed, int epoch, int image)
{
    private const float Unit = 1f / (1L << 31);

    private readonly RandomStream _stream = new(RandomPurpose.Distortion, epoch);

    /// <summary>The numbers of one block.</summary>
    public (float, float, float, float) Block(int index)
    {
        RandomBlock bits = Philox.Block(seed, _stream, (long)image << 32 | (uint)index);
        return ((int)bits.Word0 * Unit, (int)bits.Word1 * Unit, (int)bits.Word2 * Unit, (int)bits.Word3 * Unit);
    }
}
