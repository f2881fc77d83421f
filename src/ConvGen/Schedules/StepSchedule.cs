namespace ConvGen.Schedules;

/// <summary>factor ^ (epoch / epochs), with the quotient rounded down.</summary>
internal sealed class StepSchedule(int epochs, double factor) : Schedule
{
    internal override string Settings => FormattableString.Invariant($"times {factor:R} after every {epochs} epochs");

    public override double FactorAt(in SchedulePoint point) => Math.Pow(factor, point.Epoch / epochs);
}
