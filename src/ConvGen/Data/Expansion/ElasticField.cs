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
    private readonly GaussianBumps _columns;
    private readonly GaussianBumps _rows;
    private readonly float _strength;

    // [row of points][column of points], then [row of points][pixel]; horizontal and vertical displacements.
    private readonly float[] _noiseX;
    private readonly float[] _noiseY;
    private readonly float[] _spreadX;
    private readonly float[] _spreadY;

    public ElasticField(float alpha, float sigma, int height, int width)
    {
        _columns = new GaussianBumps(width, sigma);
        _rows = new GaussianBumps(height, sigma);

        // A normalized Gaussian is a bump divided by 2 pi sigma^2. One point stands for Distance^2 pixels, whose independent
        // noise has Distance times the standard deviation of one pixel's.
        _strength = alpha * _columns.Distance / (2f * MathF.PI * sigma * sigma);
        _noiseX = new float[checked(_rows.Points * _columns.Points + 1)];
        _noiseY = new float[_noiseX.Length];
        _spreadX = new float[checked(_rows.Points * _columns.Stride)];
        _spreadY = new float[_spreadX.Length];
    }

    /// <summary>Draws a field from the blocks of random numbers that start with <paramref name="firstBlock"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw(in ImageNoise noise, int firstBlock)
    {
        for (int point = 0; point < _noiseX.Length - 1; point += 2)
        {
            (_noiseX[point], _noiseY[point], _noiseX[point + 1], _noiseY[point + 1]) = noise.Block(firstBlock + (point >> 1));
        }

        // Interpolates along each row of points: from points to pixels.
        for (int row = 0; row < _rows.Points; row++)
        {
            ref float fromX = ref _noiseX[row * _columns.Points], fromY = ref _noiseY[row * _columns.Points];
            for (int x = 0; x < _columns.Stride; x += Vector256<float>.Count)
            {
                int first = _columns.FirstPoint(x), end = _columns.EndPoint(x + Vector256<float>.Count - 1);
                Vector256<float> sumX = Vector256<float>.Zero, sumY = Vector256<float>.Zero;
                for (int point = first; point < end; point++)
                {
                    var bump = Vector256.LoadUnsafe(ref _columns.Values, (nuint)(point * _columns.Stride + x));
                    sumX = Vector256.MultiplyAddEstimate(bump, Vector256.Create(Unsafe.Add(ref fromX, point)), sumX);
                    sumY = Vector256.MultiplyAddEstimate(bump, Vector256.Create(Unsafe.Add(ref fromY, point)), sumY);
                }

                (sumX * _strength).StoreUnsafe(ref _spreadX[row * _columns.Stride + x]);
                (sumY * _strength).StoreUnsafe(ref _spreadY[row * _columns.Stride + x]);
            }
        }
    }

    /// <summary>The displacements of eight pixels of the drawn field.</summary>
    /// <param name="y">Their row.</param>
    /// <param name="x">The column of the first one, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> X, Vector256<float> Y) At(int y, int x)
    {
        ref float bumps = ref Unsafe.Add(ref _rows.Values, y);
        ref float fromX = ref MemoryMarshal.GetArrayDataReference(_spreadX);
        ref float fromY = ref MemoryMarshal.GetArrayDataReference(_spreadY);
        Vector256<float> sumX = Vector256<float>.Zero, sumY = Vector256<float>.Zero;
        int end = _rows.EndPoint(y);
        for (int point = _rows.FirstPoint(y); point < end; point++)
        {
            var bump = Vector256.Create(Unsafe.Add(ref bumps, point * _rows.Stride));
            nuint place = (nuint)(point * _columns.Stride + x);
            sumX = Vector256.MultiplyAddEstimate(bump, Vector256.LoadUnsafe(ref fromX, place), sumX);
            sumY = Vector256.MultiplyAddEstimate(bump, Vector256.LoadUnsafe(ref fromY, place), sumY);
        }

        return (sumX, sumY);
    }
}
