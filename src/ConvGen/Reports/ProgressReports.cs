namespace ConvGen;

/// <summary>Passes the reports of <c>Fit</c> to several receivers, in order.</summary>
/// <example>
/// <code>
/// using var log = new CsvLog("training.csv");
/// trainer.Fit(train, epochs: 10, valid, new ProgressReports(log, trainer.SaveEvery(2, "digits.checkpoint"), screen));
/// </code>
/// </example>
/// <param name="receivers">The receivers.</param>
public sealed class ProgressReports(params IProgress<TrainingProgress>[] receivers) : IProgress<TrainingProgress>
{
    private readonly IProgress<TrainingProgress>[] _receivers = receivers.All(receiver => receiver is not null)
        ? [.. receivers]
        : throw new ArgumentNullException(nameof(receivers), "One of the receivers is null.");

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        foreach (IProgress<TrainingProgress> receiver in _receivers)
        {
            receiver.Report(value);
        }
    }
}
