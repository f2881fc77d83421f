namespace ConvGen.Schedules;

/// <summary>Up to 1 in the first share of the steps, down in the others. Steps are counted as PyTorch counts them: the top is one
/// step before the end of the rise, and need not fall on a step.</summary>
internal sealed class OneCycleSchedule(double rise, double first, double last) : Schedule
{
    internal override string Settings => FormattableString.Invariant($"one cycle, {first:R} to 1 in {rise:R}, and to {last:R}");

    public override double FactorAt(in SchedulePoint point)
    {
        // With a step or two there is nothing to rise in.
        double top = Math.Max(rise * point.Steps - 1, 0);
        double end = Math.Max(point.Steps - 1, top);
        return point.Step <= top
            ? Arc.Between(first, 1, top == 0 ? 1 : point.Step / top)
            : Arc.Between(1, last, (point.Step - top) / (end - top));
    }
}
