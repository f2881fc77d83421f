namespace ConvGen.Schedules;

/// <summary>Rises to 1 in the first share of the steps and falls in the others; the momentum does the opposite. As in PyTorch,
/// the maximum is one step before the end of the rise and may be between two steps.</summary>
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
        // One or two steps leave no room for a rise.
        double top = Math.Max(rise * point.Steps - 1, 0);
        double end = Math.Max(point.Steps - 1, top);
        return point.Step <= top
            ? Arc.Between(atFirst, atTop, top == 0 ? 1 : point.Step / top)
            : Arc.Between(atTop, atLast, (point.Step - top) / (end - top));
    }
}
