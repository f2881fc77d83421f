using ConvGen.RandomNumbers;

namespace ConvGen.Data.Expansion;

/// <summary>The random numbers of one image in one epoch.</summary>
/// <param name="seed">The trainer's seed.</param>
/// <param name="epoch">The epoch, counted from 1.</param>
/// <param name="image">The image's position in its data set.</param>
/// <param name="step">The position of the change in a sequence of changes; each draws its own numbers.</param>
internal readonly struct ImageNoise(int seed, int epoch, int image, int step = 0)
{
    private const float Unit = 1f / (1L << 31);

    private readonly RandomStream _stream = new(RandomPurpose.Augmentation, epoch);

    /// <summary>The numbers of the same image for another step of a sequence.</summary>
    public ImageNoise Of(int otherStep) => new(seed, epoch, image, otherStep);

    /// <summary>Four numbers that are uniform between -1 and 1.</summary>
    public (float, float, float, float) Block(int index)
    {
        RandomBlock bits = Bits(index);
        return ((int)bits.Word0 * Unit, (int)bits.Word1 * Unit, (int)bits.Word2 * Unit, (int)bits.Word3 * Unit);
    }

    /// <summary>128 random bits.</summary>
    public RandomBlock Bits(int index) => Philox.Block(seed, _stream, (long)image << 32 | (uint)index, step);

    /// <summary>Whether an event of the given probability happens: never for 0, always for 1.</summary>
    public static bool Happens(uint word, float probability) => (word >> 8) * (1.0 / (1 << 24)) < probability;

    /// <summary>A whole number from 0 to <paramref name="most"/>, all equally likely.</summary>
    public static int UpTo(int most, uint word) => (int)((ulong)word * ((uint)most + 1ul) >> 32);
}
