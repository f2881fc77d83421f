namespace ConvGen.Schedules;

/// <summary>A power of the factor: one for every time that the loss had not fallen for longer than patience allows. It is worked
/// out from the history whenever it is asked for, so that there is nothing to remember.</summary>
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
