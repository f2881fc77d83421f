namespace ConvGen.Csv;

/// <summary>Computes the offsets and factors that scale columns.</summary>
internal static class ColumnScaling
{
    /// <summary>Returns those of all input columns.</summary>
    public static CsvInput[] Of(CsvTable table, IReadOnlyList<string> names, CsvScaling scaling)
    {
        var inputs = new CsvInput[names.Count];
        for (int column = 0; column < inputs.Length; column++)
        {
            (double offset, double factor) = scaling switch
            {
                CsvScaling.ZeroToOne => ZeroToOne(table.Numbers, column, inputs.Length),
                CsvScaling.Standard => Standard(table.Numbers, column, inputs.Length),
                CsvScaling.Pixels => (0, 1 / 255.0),
                _ => (0, 1),
            };
            inputs[column] = new CsvInput(names[column], offset, factor);
        }

        return inputs;
    }

    private static (double Offset, double Factor) ZeroToOne(float[] numbers, int column, int stride)
    {
        float least = numbers[column], most = numbers[column];
        for (int i = column; i < numbers.Length; i += stride)
        {
            (least, most) = (Math.Min(least, numbers[i]), Math.Max(most, numbers[i]));
        }

        return (least, most > least ? 1 / ((double)most - least) : 1);
    }

    private static (double Offset, double Factor) Standard(float[] numbers, int column, int stride)
    {
        int count = numbers.Length / stride;
        double sum = 0, squares = 0;
        for (int i = column; i < numbers.Length; i += stride)
        {
            sum += numbers[i];
        }

        double mean = sum / count;
        for (int i = column; i < numbers.Length; i += stride)
        {
            squares += (numbers[i] - mean) * (numbers[i] - mean);
        }

        // The mean of equal numbers may be off by a rounding error, which scaling must not amplify.
        double deviation = Math.Sqrt(squares / count);
        return (mean, deviation > 1e-9 * Math.Abs(mean) ? 1 / deviation : 1);
    }
}
