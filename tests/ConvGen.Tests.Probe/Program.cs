using System.Globalization;
using ConvGen.Tests.Probe;

// A question and what it is about in, the answer out.
Console.WriteLine(args[0] switch
{
    "hash" => WeightHash.AfterTraining(Number()),
    "allocations" => AllocationCount.Describe(Number()),
    "memory" => MemoryGrowth.AfterPredictions(Number()),
    "guard" => GuardedRun.Describe(args[1]),
    "transgress" => GuardedRun.Transgress(Enum.Parse<GuardedSide>(args[1])),
    _ => throw new ArgumentException($"There is no question {args[0]}."),
});

int Number() => int.Parse(args[1], CultureInfo.InvariantCulture);
