using System.Globalization;
using ConvGen.Tests.Probe;

// A question and a number in, of threads or of calls; the answer out.
int number = int.Parse(args[1], CultureInfo.InvariantCulture);
Console.WriteLine(args[0] switch
{
    "hash" => WeightHash.AfterTraining(number),
    "allocations" => AllocationCount.Describe(number),
    "memory" => MemoryGrowth.AfterPredictions(number),
    _ => throw new ArgumentException($"There is no question {args[0]}."),
});
