using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvGen.RandomNumbers;

namespace ConvGen.CompilerServices;

/// <summary>Draws the masks of a dropout layer, 32 values at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DropoutMask
{
    private const int FloatsPerDraw = PhiloxVectors.Blocks * PhiloxVectors.Words;

    /// <summary>Fills the masks of whole samples, one after another.</summary>
    /// <param name="masks">Receives <paramref name="samples"/> times <paramref name="floats"/> floats.</param>
    /// <param name="floats">The number of values of one sample, including channel padding; a multiple of 8.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="noise">The seed, the step and the first sample.</param>
    /// <param name="layer">The number of the dropout in the network, counted from 0.</param>
    /// <param name="threshold">A value is dropped if its 32 random bits are below this number.</param>
    /// <param name="kept">The mask of a value that is not dropped.</param>
    /// <param name="undecided">The mask of every value if the noise is turned off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(
        ref float masks, int floats, int samples, in TrainingNoise noise, int layer, uint threshold, float kept, float undecided)
    {
        if (!noise.IsOn)
        {
            for (int i = 0; i < samples * floats; i += Vector256<float>.Count)
            {
                Vector256.Create(undecided).StoreUnsafe(ref Unsafe.Add(ref masks, i));
            }

            return;
        }

        var least = Vector256.Create(threshold);
        var value = Vector256.Create(kept);
        for (int sample = 0; sample < samples; sample++)
        {
            var stream = new PhiloxVectors(
                noise.Seed, (uint)noise.Step, (uint)(noise.FirstSample + sample), (uint)layer, RandomPurpose.Dropout);
            int first = 0;
            for (; first <= floats - FloatsPerDraw; first += FloatsPerDraw)
            {
                stream.Draw(
                    (uint)(first / PhiloxVectors.Words), out Vector256<uint> word0, out Vector256<uint> word1,
                    out Vector256<uint> word2, out Vector256<uint> word3);
                (KeptLanes(word0, least) & value).StoreUnsafe(ref masks, (nuint)first);
                (KeptLanes(word1, least) & value).StoreUnsafe(ref masks, (nuint)first + 8);
                (KeptLanes(word2, least) & value).StoreUnsafe(ref masks, (nuint)first + 16);
                (KeptLanes(word3, least) & value).StoreUnsafe(ref masks, (nuint)first + 24);
            }

            if (first < floats)
            {
                stream.Draw(
                    (uint)(first / PhiloxVectors.Words), out Vector256<uint> word0, out Vector256<uint> word1,
                    out Vector256<uint> word2, out _);
                (KeptLanes(word0, least) & value).StoreUnsafe(ref masks, (nuint)first);
                if (first + 8 < floats)
                {
                    (KeptLanes(word1, least) & value).StoreUnsafe(ref masks, (nuint)first + 8);
                }

                if (first + 16 < floats)
                {
                    (KeptLanes(word2, least) & value).StoreUnsafe(ref masks, (nuint)first + 16);
                }
            }

            masks = ref Unsafe.Add(ref masks, floats);
        }
    }

    /// <summary>Moves the masks of each pixel from the packed order in which they are drawn to a layout with more padding per pixel. The
    /// added floats become zero.</summary>
    /// <param name="masks">Contains the masks of one pixel after another, and receives them at their places.</param>
    /// <param name="pixels">The number of pixels of all samples.</param>
    /// <param name="drawn">The floats per pixel before; a multiple of 8.</param>
    /// <param name="stored">The floats per pixel after; a multiple of 8, at least <paramref name="drawn"/>.</param>
    public static void Spread(ref float masks, int pixels, int drawn, int stored)
    {
        // From the last pixel to the first, so that no mask is overwritten before it has moved.
        for (int pixel = pixels - 1; pixel >= 0; pixel--)
        {
            ref float from = ref Unsafe.Add(ref masks, pixel * drawn);
            ref float to = ref Unsafe.Add(ref masks, pixel * stored);
            for (int i = stored - Vector256<float>.Count; i >= drawn; i -= Vector256<float>.Count)
            {
                Vector256<float>.Zero.StoreUnsafe(ref to, (nuint)i);
            }

            for (int i = drawn - Vector256<float>.Count; i >= 0; i -= Vector256<float>.Count)
            {
                Vector256.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
            }
        }
    }

    /// <summary>Returns all bits set for the lanes that are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> KeptLanes(Vector256<uint> word, Vector256<uint> least) =>
        Vector256.GreaterThanOrEqual(word, least).AsSingle();
}
