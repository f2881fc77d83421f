using ConvGen.Internal;

namespace ConvGen.Data.Expansion;

/// <summary>Maps a pixel of the result to its position in the source image: <c>x' = XX x + XY y + X0</c>, <c>y' = YX x + YY y + Y0</c>, in
/// pixels.</summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0)
{
    /// <summary>The number of blocks of random numbers that a map uses.</summary>
    public const int Blocks = 2;

    /// <summary>Returns a random map for one image, as defined in <see cref="Distortion"/>.</summary>
    public static AffineMap Draw(Distortion distortion, int height, int width, in ImageNoise noise)
    {
        (float rotation, float scaleX, float scaleY, float shear) = noise.Block(0);
        (float shiftX, float shiftY, _, _) = noise.Block(1);
        (double sine, double cosine) = PortableMath.SinCos((double)rotation * distortion.RotationDegrees);
        (double slantSine, double slantCosine) = PortableMath.SinCos((double)shear * distortion.ShearDegrees);
        double slant = slantSine / slantCosine;
        double growX = 1 + (double)scaleX * distortion.Scale, growY = 1 + (double)scaleY * distortion.Scale;

        // The linear part maps the result to the source: the inverse of the distortion rotation * shear * scale, which is
        // inverse(scale) * inverse(shear) * inverse(rotation).
        double xx = (cosine + slant * sine) / growX, xy = (sine - slant * cosine) / growX;
        double yx = -sine / growY, yy = cosine / growY;
        double middleX = 0.5 * (width - 1), middleY = 0.5 * (height - 1);
        double fromX = middleX + (double)shiftX * distortion.Shift, fromY = middleY + (double)shiftY * distortion.Shift;
        return new AffineMap(
            (float)xx, (float)xy, (float)(middleX - xx * fromX - xy * fromY),
            (float)yx, (float)yy, (float)(middleY - yx * fromX - yy * fromY));
    }
}
