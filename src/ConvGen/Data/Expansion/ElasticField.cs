using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Data.Expansion;

/// <summary>
/// Smooth random displacements for every pixel of an image. Simard smooths noise at every pixel with a Gaussian. This class
/// draws noise at the points of a coarse grid and multiplies each with a Gaussian bump, which gives the same covariances for a
/// fraction of the work.
/// </summary>
internal sealed class ElasticField
{
    private readonly GaussianBumps columns;
    private readonly GaussianBumps rows;
    private readonly float strength;

    // [row of points][column of points], then [row of points][pixel]; horizontal and vertical displacements.
    private readonly float[] noiseX;
    private readonly float[] noiseY;
    private readonly float[] spreadX;
    private readonly float[] spreadY;

    public ElasticField(float alpha, float sigma, int height, int width)
    {
        columns = new GaussianBumps(width, sigma);
        rows = new GaussianBumps(height, sigma);

        // A normalized Gaussian is a bump divided by 2 pi sigma^2. One point stands for Distance^2 pixels, whose independent
        // noise has Distance times the standard deviation of one pixel's.
        strength = alpha * columns.Distance / (2f * MathF.PI * sigma * sigma);
        noiseX = new float[checked(rows.Points * columns.Points + 1)];
        noiseY = new float[noiseX.Length];
        spreadX = new float[checked(rows.Points * columns.Stride)];
        spreadY = new float[spreadX.Length];
    }

    /// <summary>Draws a field from the blocks of random numbers that start with <paramref name="firstBlock"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(in DistortionNoise noise, int firstBlock)
    {
        for (int point = 0; point < noiseX.Length - 1; point += 2)
        {
            (noiseX[point], noiseY[point], noiseX[point + 1], noiseY[point + 1]) = noise.Block(firstBlock + (point >> 1));
        }

        // Interpolates along each row of points: from points to pixels.
        for (int row = 0; row < rows.Points; row++)
        {
            ref float fromX = ref noiseX[row * columns.Points], fromY = ref noiseY[row * columns.Points];
            for (int x = 0; x < columns.Stride; x += Vector256<float>.Count)
            {
                int first = columns.FirstPoint(x), end = columns.EndPoint(x + Vector256<float>.Count - 1);
                Vector256<float> sumX = Vector256<float>.Zero, sumY = Vector256<float>.Zero;
                for (int point = first; point < end; point++)
                {
                    var bump = Vector256.LoadUnsafe(ref columns.Values, (nuint)(point * columns.Stride + x));
                    sumX = Vector256.FusedMultiplyAdd(bump, Vector256.Create(Unsafe.Add(ref fromX, point)), sumX);
                    sumY = Vector256.FusedMultiplyAdd(bump, Vector256.Create(Unsafe.Add(ref fromY, point)), sumY);
                }

                (sumX * strength).StoreUnsafe(ref spreadX[row * columns.Stride + x]);
                (sumY * strength).StoreUnsafe(ref spreadY[row * columns.Stride + x]);
            }
        }
    }

    /// <summary>The displacements of eight pixels of the drawn field.</summary>
    /// <param name="y">Their row.</param>
    /// <param name="x">The column of the first one, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> X, Vector256<float> Y) At(int y, int x)
    {
        ref float bumps = ref Unsafe.Add(ref rows.Values, y);
        ref float fromX = ref MemoryMarshal.GetArrayDataReference(spreadX);
        ref float fromY = ref MemoryMarshal.GetArrayDataReference(spreadY);
        Vector256<float> sumX = Vector256<float>.Zero, sumY = Vector256<float>.Zero;
        int end = rows.EndPoint(y);
        for (int point = rows.FirstPoint(y); point < end; point++)
        {
            var bump = Vector256.Create(Unsafe.Add(ref bumps, point * rows.Stride));
            nuint place = (nuint)(point * columns.Stride + x);
            sumX = Vector256.FusedMultiplyAdd(bump, Vector256.LoadUnsafe(ref fromX, place), sumX);
            sumY = Vector256.FusedMultiplyAdd(bump, Vector256.LoadUnsafe(ref fromY, place), sumY);
        }

        return (sumX, sumY);
    }
}
