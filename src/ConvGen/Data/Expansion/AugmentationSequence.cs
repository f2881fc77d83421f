namespace ConvGen.Data.Expansion;

/// <summary>Several changes, one after another.</summary>
/// <param name="steps">At least two, none of them a sequence.</param>
internal sealed class AugmentationSequence(Augmentation[] steps) : Augmentation
{
    internal override string Settings => string.Join("; ", steps.Select(step => step.Settings));

    internal override IReadOnlyList<Augmentation> Steps => steps;

    internal override void CheckShape(ImageSet images, string argument) => Array.ForEach(steps, step => step.CheckShape(images, argument));

    internal override ImageChanger CreateChanger(int channels, int height, int width) => new Changer(
        Array.ConvertAll(steps, step => step.CreateChanger(channels, height, width)), channels * height * width);

    private sealed class Changer(ImageChanger[] changers, int imageLength) : ImageChanger
    {
        private readonly float[] _between = new float[imageLength];

        public override void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise)
        {
            ReadOnlySpan<float> source = image;
            for (int step = 0; step < changers.Length; step++)
            {
                // The buffers alternate so that the last step writes the result.
                bool isResult = (changers.Length - step) % 2 == 1;
                Span<float> target = isResult ? result : _between;
                changers[step].Apply(source, target, noise.Of(step));
                source = target;
            }
        }
    }
}
