namespace ConvGen.Schedules;

/// <summary>Up to 1 in the first share of the steps, down in the others, and the momentum the other way. Steps are counted as PyTorch
/// counts them: the top is one step before the end of the rise, and need not fall on a step.</summary>
internal sealed class OneCycleSchedule(double rise, double first, double last, (double AtTop, double AtEnds)? momentum) : Schedule
{
    internal override string Settings =>
        FormattableString.Invariant($"one cycle, {first:R} to 1 in {rise:R}, and to {last:R}")
        + (momentum is var (atTop, atEnds) ? FormattableString.Invariant($"; momentum {atEnds:R} to {atTop:R} and back") : "");

    public override double FactorAt(in SchedulePoint point) => Cycle(point, first, 1, last);

    public override double? MomentumAt(in SchedulePoint point) =>
        momentum is var (atTop, atEnds) ? Cycle(point, atEnds, atTop, atEnds) : null;

    private double Cycle(in SchedulePoint point, double atFirst, double atTop, double atLast)
    {
        // With a step or two there is nothing to rise in.
        double top = Math.Max(rise * point.Steps - 1, 0);
        double end = Math.Max(point.Steps - 1, top);
        return point.Step <= top
            ? Arc.Between(atFirst, atTop, top == 0 ? 1 : point.Step / top)
            : Arc.Between(atTop, atLast, (point.Step - top) / (end - top));
    }
}
