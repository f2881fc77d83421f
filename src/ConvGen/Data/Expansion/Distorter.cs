using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConvGen.Data.Expansion;

/// <summary>Carries out a <see cref="Distortion"/>.</summary>
internal sealed class Distorter : ImageChanger
{
    private const int Lanes = 8;

    // Interpolation reads the pixel at the rounded-down position and its right, lower and lower right neighbours. Positions are
    // clamped to at most one pixel outside the image, where it is zero, and counted from there.
    private const int BorderBefore = 1, BorderBehind = 2;

    private readonly Distortion _distortion;
    private readonly int _channels, _height, _width;
    private readonly ElasticField? _field;

    private readonly int _stride, _planeLength;
    private readonly float[] _bordered;

    // For one row of pixels: the position that each reads, and the weights of the right and lower neighbours.
    private readonly int[] _places;
    private readonly float[] _shareRight;
    private readonly float[] _shareBelow;

    public Distorter(Distortion distortion, int channels, int height, int width)
    {
        (_distortion, _channels, _height, _width) = (distortion, channels, height, width);
        _field = distortion.ElasticAlpha > 0
            ? new ElasticField(distortion.ElasticAlpha, distortion.ElasticSigma, height, width)
            : null;
        _stride = width + BorderBefore + BorderBehind;
        _planeLength = checked((height + BorderBefore + BorderBehind) * _stride);
        _bordered = new float[checked(channels * _planeLength)];
        int paddedWidth = (width + Lanes - 1) / Lanes * Lanes;
        (_places, _shareRight, _shareBelow) = (new int[paddedWidth], new float[paddedWidth], new float[paddedWidth]);
    }

    public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
    {
        var map = AffineMap.Draw(_distortion, _height, _width, noise);
        _field?.Draw(noise, AffineMap.Blocks);
        CopyInsideBorder(image);
        for (int y = 0; y < _height; y++)
        {
            FindPlaces(map, y);
            for (int channel = 0; channel < _channels; channel++)
            {
                Interpolate(channel * _planeLength, result.Slice((channel * _height + y) * _width, _width));
            }
        }
    }

    private void CopyInsideBorder(ReadOnlySpan<float> image)
    {
        for (int row = 0; row < _channels * _height; row++)
        {
            (int channel, int y) = Math.DivRem(row, _height);
            int start = channel * _planeLength + (y + BorderBefore) * _stride + BorderBefore;
            image.Slice(row * _width, _width).CopyTo(_bordered.AsSpan(start));
        }
    }

    // Computes the source positions of a row's pixels, eight at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindPlaces(in AffineMap map, int y)
    {
        // With a border of zeros, positions may be one pixel outside the image.
        float outside = _distortion.Border == ImageBorder.Zeros ? 1f : 0f;
        var first = Vector256.Create(BorderBefore - outside);
        var lastX = Vector256.Create(_width - 1 + BorderBefore + outside);
        var lastY = Vector256.Create(_height - 1 + BorderBefore + outside);
        bool reflects = _distortion.Border == ImageBorder.Reflection;
        var startX = Vector256.Create(map.XY * y + map.X0 + BorderBefore);
        var startY = Vector256.Create(map.YY * y + map.Y0 + BorderBefore);
        for (int x = 0; x < _places.Length; x += Lanes)
        {
            var columns = Vector256.CreateSequence((float)x, 1f);
            var fromX = Vector256.MultiplyAddEstimate(columns, Vector256.Create(map.XX), startX);
            var fromY = Vector256.MultiplyAddEstimate(columns, Vector256.Create(map.YX), startY);
            if (_field is not null)
            {
                (Vector256<float> moveX, Vector256<float> moveY) = _field.At(y, x);
                fromX += moveX;
                fromY += moveY;
            }

            if (reflects)
            {
                fromX = Reflected(fromX, _width);
                fromY = Reflected(fromY, _height);
            }

            fromX = Vector256.MinNative(Vector256.MaxNative(fromX, first), lastX);
            fromY = Vector256.MinNative(Vector256.MaxNative(fromY, first), lastY);
            Vector256<int> wholeX = Vector256.ConvertToInt32Native(fromX), wholeY = Vector256.ConvertToInt32Native(fromY);
            (wholeY * _stride + wholeX).StoreUnsafe(ref _places[x]);
            (fromX - Vector256.ConvertToSingle(wholeX)).StoreUnsafe(ref _shareRight[x]);
            (fromY - Vector256.ConvertToSingle(wholeY)).StoreUnsafe(ref _shareBelow[x]);
        }
    }

    // Mirrors positions at the centres of the first and the last pixel. Rounding may leave them slightly outside.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reflected(Vector256<float> positions, int length)
    {
        if (length == 1)
        {
            return positions;
        }

        var period = Vector256.Create(2f * (length - 1));
        var away = Vector256.Abs(positions - Vector256.Create((float)BorderBefore));
        away -= Vector256.Floor(away / period) * period;
        return Vector256.MinNative(away, period - away) + Vector256.Create((float)BorderBefore);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpolate(int plane, Span<float> row)
    {
        // Positions are whole numbers from 0 to the last pixel of the inner border, so neither they nor their neighbours leave the plane.
        ref float from = ref _bordered[plane];
        ref int place = ref MemoryMarshal.GetArrayDataReference(_places);
        ref float right = ref MemoryMarshal.GetArrayDataReference(_shareRight);
        ref float below = ref MemoryMarshal.GetArrayDataReference(_shareBelow);
        for (int x = 0; x < row.Length; x++)
        {
            ref float upper = ref Unsafe.Add(ref from, Unsafe.Add(ref place, x));
            ref float lower = ref Unsafe.Add(ref upper, _stride);
            float share = Unsafe.Add(ref right, x);
            float above = upper + share * (Unsafe.Add(ref upper, 1) - upper);
            float beneath = lower + share * (Unsafe.Add(ref lower, 1) - lower);
            row[x] = above + Unsafe.Add(ref below, x) * (beneath - above);
        }
    }
}
