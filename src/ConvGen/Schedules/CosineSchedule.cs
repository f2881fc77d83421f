namespace ConvGen.Schedules;

/// <summary>last + (1 - last) * (1 + cos(pi * epoch / epochs)) / 2.</summary>
internal sealed class CosineSchedule(double last) : Schedule
{
    internal override string Settings => FormattableString.Invariant($"cosine to {last:R}");

    public override double FactorAt(in SchedulePoint point) => Arc.Between(1, last, point.Epoch / (double)point.Epochs);
}
