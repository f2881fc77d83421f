namespace ConvGen.Csv;

/// <summary>Checks the options before the file is read.</summary>
internal static class CsvChecks
{
    /// <summary>Checks that every option is valid.</summary>
    public static void Check(CsvOptions options, string label)
    {
        if (options.Delimiter is '"' or '\r' or '\n')
        {
            throw new ArgumentException("The delimiter must be neither a quote nor the end of a line.", nameof(options));
        }

        if (options.Labels is not (CsvLabels.Names or CsvLabels.Numbers))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Labels, "Labels must be Names or Numbers.");
        }

        if (options.Scaling is < CsvScaling.None or > CsvScaling.Pixels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Scaling, "Scaling must be None, ZeroToOne, Standard or Pixels.");
        }

        if (options.Shape is ( < 1, _, _) or (_, < 1, _) or (_, _, < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Shape, "The sizes of Shape must be at least 1.");
        }

        CheckInputs(options, label);
    }

    private static void CheckInputs(CsvOptions options, string label)
    {
        if (options.Inputs is not { } inputs)
        {
            return;
        }

        if (inputs.Count == 0)
        {
            throw new ArgumentException("Inputs is empty; it must name at least one column.", nameof(options));
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is null)
            {
                throw new ArgumentException($"Inputs[{i}] is null.", nameof(options));
            }

            if (inputs[i] == label)
            {
                throw new ArgumentException($"Inputs[{i}] is the label column, \"{label}\".", nameof(options));
            }

            if (inputs.Take(i).Contains(inputs[i]))
            {
                throw new ArgumentException($"Inputs[{i}] names \"{inputs[i]}\" again.", nameof(options));
            }
        }
    }
}
