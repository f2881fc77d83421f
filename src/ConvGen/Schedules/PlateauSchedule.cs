namespace ConvGen.Schedules;

/// <summary>Multiplies by the factor whenever the loss has not fallen for more than patience epochs. The result is computed
/// from the history on every call, so the schedule has no state.</summary>
internal sealed class PlateauSchedule(double factor, int patience, double threshold) : Schedule
{
    internal override string Settings => FormattableString.Invariant(
        $"times {factor:R} after {patience} epochs without a loss lower by {threshold:R}");

    public override double FactorAt(in SchedulePoint point)
    {
        double best = double.PositiveInfinity;
        int reductions = 0, epochsWithoutGain = 0;
        foreach (EpochResult epoch in point.History)
        {
            double loss = epoch.Validation?.Loss ?? epoch.Loss;
            if (loss < best * (1 - threshold))
            {
                (best, epochsWithoutGain) = (loss, 0);
            }
            else if (++epochsWithoutGain > patience)
            {
                reductions++;
                epochsWithoutGain = 0;
            }
        }

        return Math.Pow(factor, reductions);
    }
}
