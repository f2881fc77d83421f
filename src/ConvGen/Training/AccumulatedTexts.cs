using System.Globalization;
using ConvGen.Files;

namespace ConvGen.Training;

/// <summary>The metadata of a checkpoint about an incomplete update; a checkpoint between two updates has none.</summary>
internal static class AccumulatedTexts
{
    public const string Batches = Metadata.Prefix + "accumulated.batches";
    public const string Samples = Metadata.Prefix + "accumulated.samples";
    public const string FirstLossTerms = Metadata.Prefix + "accumulated.firstLossTerms";
    public const string LossTerms = Metadata.Prefix + "accumulated.lossTerms";

    /// <summary>Returns the texts.</summary>
    public static (string Key, string Value)[] Of(AccumulatedBatches batches) => batches.Count == 0
        ? []
        :
        [
            (Batches, batches.Count.ToString(CultureInfo.InvariantCulture)),
            (Samples, batches.Samples.ToString(CultureInfo.InvariantCulture)),
            (FirstLossTerms, batches.FirstLossTerms.ToString("R", CultureInfo.InvariantCulture)),
            (LossTerms, batches.LossTerms.ToString("R", CultureInfo.InvariantCulture)),
        ];

    /// <summary>Reads the texts of a checkpoint of a training with the given options.</summary>
    /// <exception cref="NetworkFileException">A text is missing or impossible.</exception>
    public static AccumulatedBatches Read(HeaderTexts texts, TrainerOptions options)
    {
        if (texts[Batches] is null)
        {
            return default;
        }

        var batches = new AccumulatedBatches(
            (int)Checkpoint.Number(texts, Batches, options.BatchesPerUpdate - 1),
            Checkpoint.Number(texts, Samples, long.MaxValue),
            Positive(texts, FirstLossTerms),
            Positive(texts, LossTerms));
        return batches.Count > 0 && batches.Samples >= batches.Count && batches.LossTerms >= batches.FirstLossTerms
            ? batches
            : throw Checkpoint.Wrong(
                Batches, "at least one mini-batch, with no more mini-batches than samples", Checkpoint.Text(texts, Batches));
    }

    private static double Positive(HeaderTexts texts, string key)
    {
        string text = Checkpoint.Text(texts, key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) && number > 0
                ? number
                : throw Checkpoint.Wrong(key, "a finite number above 0", text);
    }
}
