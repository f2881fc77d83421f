using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using ConvGen.Data.Expansion;

namespace ConvGen.Tests.Runtime.Expansion;

public sealed class DistortionTests
{
    private static readonly Distortion Everything =
        new() { RotationDegrees = 25f, Scale = 0.3f, ShearDegrees = 15f, Shift = 2.5f, ElasticAlpha = 30f, ElasticSigma = 2.3f };

    [Fact]
    public void Without_settings_nothing_changes()
    {
        LabeledImages images = Noise(5, 2, 6, 11);
        Assert.Equal(images.Pixels.ToArray(), new Distortion().Apply(images, seed: 1, epoch: 1).Pixels.ToArray());
    }

    [Fact]
    public void The_bits_are_those_of_the_first_version()
    {
        LabeledImages distorted = Everything.Apply(Noise(40, 3, 13, 11), seed: 4, epoch: 2);
        string hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(distorted.Pixels)));

        // Processors without fused multiply-add round differently.
        bool isFused = Vector256.MultiplyAddEstimate(
            Vector256.Create(1f + 1f / 4096), Vector256.Create(1f - 1f / 4096), Vector256.Create(-1f)).ToScalar() != 0;
        Assert.Equal(
            isFused
                ? "019ABAFDB13ABEEF23FE30A205B6E1D3A405EC92CB6B00AAD1F1EEFCC5BB39EA"
                : "88708876C27681FE31F90751C995AB890275D98077745DD2A98EC31865EE0AF3",
            hash);
    }

    [Theory]
    [InlineData(1, 28, 28, ImageBorder.Zeros)]
    [InlineData(3, 7, 5, ImageBorder.Zeros)]
    [InlineData(2, 1, 17, ImageBorder.Zeros)]
    [InlineData(1, 9, 1, ImageBorder.Zeros)]
    [InlineData(3, 7, 5, ImageBorder.Edge)]
    [InlineData(2, 1, 17, ImageBorder.Edge)]
    [InlineData(1, 28, 28, ImageBorder.Reflection)]
    [InlineData(3, 7, 5, ImageBorder.Reflection)]
    [InlineData(2, 1, 17, ImageBorder.Reflection)]
    [InlineData(1, 2, 3, ImageBorder.Reflection)]
    public void Images_are_interpolated_at_the_positions_of_map_and_field(int channels, int height, int width, ImageBorder border)
    {
        LabeledImages images = Noise(6, channels, height, width);
        LabeledImages distorted = WithBorder(border).Apply(images, seed: 4, epoch: 2);
        var field = new ElasticField(Everything.ElasticAlpha, Everything.ElasticSigma, height, width);
        for (int i = 0; i < images.Count; i++)
        {
            ImageNoise noise = new(seed: 4, epoch: 2, image: i);
            var map = AffineMap.Draw(Everything, height, width, noise);
            field.Draw(noise, AffineMap.Blocks);
            for (int j = 0; j < images.ImageLength; j++)
            {
                (int channel, int y, int x) = (j / (height * width), j / width % height, j % width);
                (double moveX, double moveY) = Displacement(field, y, x);
                double fromX = map.XX * (double)x + map.XY * (double)y + map.X0 + moveX;
                double fromY = map.YX * (double)x + map.YY * (double)y + map.Y0 + moveY;
                Assert.Equal(Bilinear(images, i, channel, fromY, fromX, border), distorted.Image(i)[j], 2e-5);
            }
        }
    }

    [Fact]
    public void The_map_inverts_rotation_times_shear_times_scale_about_the_centre()
    {
        const int Height = 20, Width = 31;
        for (int image = 0; image < 20; image++)
        {
            ImageNoise noise = new(seed: 1, epoch: 1, image);
            (float rotation, float scaleX, float scaleY, float shear) = noise.Block(0);
            (float shiftX, float shiftY, _, _) = noise.Block(1);
            var map = AffineMap.Draw(Everything, Height, Width, noise);

            // The map in the forward direction, from the remarks of Distortion: a point of the image, and the pixel that shows it.
            (double x, double y) = (5, 17);
            double scaledX = (x - 15) * (1 + scaleX * 0.3), scaledY = (y - 9.5) * (1 + scaleY * 0.3);
            double shearedX = scaledX + Math.Tan(shear * 15 * Math.PI / 180) * scaledY;
            (double sine, double cosine) = Math.SinCos(rotation * 25 * Math.PI / 180);
            double pixelX = cosine * shearedX - sine * scaledY + 15 + shiftX * 2.5;
            double pixelY = sine * shearedX + cosine * scaledY + 9.5 + shiftY * 2.5;

            Assert.Equal(x, map.XX * pixelX + map.XY * pixelY + map.X0, 1e-4);
            Assert.Equal(y, map.YX * pixelX + map.YY * pixelY + map.Y0, 1e-4);
        }
    }

    [Theory]
    [InlineData(34f, 4f)]
    [InlineData(10f, 1.5f)]
    [InlineData(3f, 0.8f)]
    public void Elastic_displacements_have_the_documented_strength_and_smoothness(float alpha, float sigma)
    {
        var field = new ElasticField(alpha, sigma, 30, 30);
        double expected = alpha * alpha / (12 * Math.PI * sigma * sigma);
        int away = (int)Math.Ceiling(sigma);
        double expectedNeighbour = expected * Math.Exp(-away * away / (4.0 * sigma * sigma));
        const int Draws = 4000;
        double square = 0, neighbour = 0, across = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            field.Draw(new ImageNoise(seed: 2, epoch: 1, draw), AffineMap.Blocks);
            (double x, double y) = Displacement(field, 11, 13);
            (double nextX, _) = Displacement(field, 11, 13 + away);
            (_, double belowY) = Displacement(field, 11 + away, 13);
            square += (x * x + y * y) / (2 * Draws);
            neighbour += (x * nextX + y * belowY) / (2 * Draws);
            across += x * y / Draws;
        }

        Assert.Equal(1, square / expected, 0.07);
        Assert.Equal(expectedNeighbour / expected, neighbour / expected, 0.05);
        Assert.Equal(0, across / expected, 0.05);
    }

    [Fact]
    public void The_result_depends_only_on_seed_epoch_and_position()
    {
        float[] image = TestData.Floats(28 * 28);
        var images = new LabeledImages(1, 28, 28, [.. image, .. image], [0, 1]);
        LabeledImages first = Everything.Apply(images, seed: 1, epoch: 1);
        Assert.Equal(first.Pixels.ToArray(), Everything.Apply(images, seed: 1, epoch: 1).Pixels.ToArray());
        Assert.Equal(first.Image(0).ToArray(), Everything.Apply(images.Slice(0, 1), seed: 1, epoch: 1).Image(0).ToArray());
        Assert.NotEqual(first.Image(0).ToArray(), first.Image(1).ToArray());
        Assert.NotEqual(first.Image(0).ToArray(), Everything.Apply(images, seed: 2, epoch: 1).Image(0).ToArray());
        Assert.NotEqual(first.Image(0).ToArray(), Everything.Apply(images, seed: 1, epoch: 2).Image(0).ToArray());
        Assert.Equal([0, 1], first.Labels.ToArray());
    }

    [Fact]
    public void The_largest_settings_give_finite_pixels()
    {
        Distortion wild = new()
        {
            RotationDegrees = 180f,
            Scale = 0.9f,
            ShearDegrees = 60f,
            Shift = 1e6f,
            ElasticAlpha = 1e6f,
            ElasticSigma = 0.5f,
        };
        Assert.All(wild.Apply(Noise(20, 1, 9, 9), 1, 1).Pixels.ToArray(), pixel => Assert.InRange(pixel, -1f, 1f));
        Distortion wide = new() { ElasticAlpha = 1e6f, ElasticSigma = 1e6f };
        Assert.All(wide.Apply(Noise(20, 1, 9, 9), 1, 1).Pixels.ToArray(), pixel => Assert.InRange(pixel, -1f, 1f));
    }

    [Theory]
    [InlineData(nameof(Distortion.RotationDegrees), -1f, "0 to 180")]
    [InlineData(nameof(Distortion.RotationDegrees), 181f, "0 to 180")]
    [InlineData(nameof(Distortion.Scale), 0.95f, "0 to 0.9")]
    [InlineData(nameof(Distortion.ShearDegrees), float.NaN, "0 to 60")]
    [InlineData(nameof(Distortion.Shift), float.PositiveInfinity, "0 to 1000000")]
    [InlineData(nameof(Distortion.ElasticAlpha), -0.1f, "0 to 1000000")]
    [InlineData(nameof(Distortion.ElasticSigma), 0.4f, "0.5 to 1000000")]
    public void Settings_have_bounds(string setting, float value, string range)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => setting switch
        {
            nameof(Distortion.RotationDegrees) => new Distortion { RotationDegrees = value },
            nameof(Distortion.Scale) => new Distortion { Scale = value },
            nameof(Distortion.ShearDegrees) => new Distortion { ShearDegrees = value },
            nameof(Distortion.Shift) => new Distortion { Shift = value },
            nameof(Distortion.ElasticAlpha) => new Distortion { ElasticAlpha = value },
            _ => new Distortion { ElasticSigma = value },
        });
        Assert.Equal(setting, exception.ParamName);
        Assert.Contains($"{setting} must be {range}.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageBorder.Edge)]
    [InlineData(ImageBorder.Reflection)]
    public void The_largest_settings_give_pixels_of_the_image_with_another_border(ImageBorder border)
    {
        Distortion wild = new() { RotationDegrees = 180f, Scale = 0.9f, ShearDegrees = 60f, Shift = 1e6f, ElasticAlpha = 1e6f, Border = border };
        LabeledImages images = new(1, 9, 9, [.. Enumerable.Repeat(0.5f, 20 * 81)], new int[20]);
        Assert.All(wild.Apply(images, 1, 1).Pixels.ToArray(), pixel => Assert.Equal(0.5f, pixel, 1e-6f));
    }

    [Fact]
    public void Apply_checks_its_arguments()
    {
        ArgumentOutOfRangeException border = Assert.Throws<ArgumentOutOfRangeException>(() => new Distortion { Border = (ImageBorder)3 });
        Assert.Equal(nameof(Distortion.Border), border.ParamName);
        Assert.Contains("Border must be Zeros, Edge or Reflection.", border.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("images", () => new Distortion().Apply(null!, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new Distortion().Apply(Noise(1, 1, 2, 2), 0, 0));
    }

    private static Distortion WithBorder(ImageBorder border) => new()
    {
        RotationDegrees = Everything.RotationDegrees,
        Scale = Everything.Scale,
        ShearDegrees = Everything.ShearDegrees,
        Shift = Everything.Shift,
        ElasticAlpha = Everything.ElasticAlpha,
        ElasticSigma = Everything.ElasticSigma,
        Border = border,
    };

    private static LabeledImages Noise(int count, int channels, int height, int width) =>
        new(channels, height, width, TestData.Floats(count * channels * height * width), new int[count]);

    private static (double X, double Y) Displacement(ElasticField field, int y, int x)
    {
        (Vector256<float> moveX, Vector256<float> moveY) = field.At(y, x / 8 * 8);
        return (moveX.GetElement(x % 8), moveY.GetElement(x % 8));
    }

    private static double Bilinear(LabeledImages images, int image, int channel, double y, double x, ImageBorder border)
    {
        (int top, int left) = ((int)Math.Floor(y), (int)Math.Floor(x));
        (double below, double right) = (y - top, x - left);
        return (1 - below) * ((1 - right) * Pixel(top, left) + right * Pixel(top, left + 1))
            + below * ((1 - right) * Pixel(top + 1, left) + right * Pixel(top + 1, left + 1));

        double Pixel(int row, int column) =>
            Inside(row, images.Height) is { } insideRow && Inside(column, images.Width) is { } insideColumn
                ? images.Image(image)[(channel * images.Height + insideRow) * images.Width + insideColumn]
                : 0;

        // Walks along the image step by step and turns round at its ends.
        int? Inside(int position, int length)
        {
            if (position >= 0 && position < length)
            {
                return position;
            }

            if (border == ImageBorder.Zeros)
            {
                return null;
            }

            if (border == ImageBorder.Edge || length == 1)
            {
                return position < 0 ? 0 : length - 1;
            }

            (int at, int direction) = (0, 1);
            for (int step = 0; step < Math.Abs(position); step++)
            {
                direction = at == length - 1 ? -1 : at == 0 ? 1 : direction;
                at += direction;
            }

            return at;
        }
    }
}
