namespace ConvGen.Schedules;

/// <summary>Multiplies another schedule's factor by one that rises to 1.</summary>
internal sealed class WarmUpSchedule(Schedule schedule, double epochs, double first) : Schedule
{
    internal override string Settings =>
        FormattableString.Invariant($"from {first:R} in {epochs:R} epochs, times: ") + schedule.Settings;

    public override double? MomentumAt(in SchedulePoint point) => schedule.MomentumAt(point);

    public override double FactorAt(in SchedulePoint point)
    {
        double share = Math.Min(point.Step / (epochs * point.StepsPerEpoch), 1);
        return (first + (1 - first) * share) * schedule.FactorAt(point);
    }
}
