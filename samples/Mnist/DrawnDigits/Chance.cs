namespace MnistSample.DrawnDigits;

/// <summary>A separate stream of random numbers (SplitMix64) for every image, so that images can be drawn in any order
/// on any number of cores and are the same on every machine.</summary>
internal struct Chance
{
    private ulong _state;

    public Chance(int seed, int stream)
    {
        _state = ((ulong)(uint)seed << 32) | (uint)stream;
        // Adjacent streams start from adjacent states; one scrambled step separates them.
        _state = Next();
    }

    /// <summary>A whole number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)((Next() >> 33) % (ulong)limit);

    /// <summary>A uniformly distributed number between two bounds.</summary>
    public float Between(float low, float high) => low + (high - low) * Unit();

    /// <summary>A number with mean 0 and variance 1: the sum of twelve uniform ones, close enough to normal for ink. It
    /// needs no logarithms and cosines, whose last digit differs between machines.</summary>
    public float Normal()
    {
        float sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += Unit();
        }

        return sum;
    }

    private float Unit() => (Next() >> 40) * (1f / (1 << 24));

    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
