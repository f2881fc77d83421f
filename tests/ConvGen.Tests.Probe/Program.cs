using System.Globalization;
using ConvGen.Tests.Probe;

// A question and a number of threads in, the answer out.
int threads = int.Parse(args[1], CultureInfo.InvariantCulture);
Console.WriteLine(args[0] switch
{
    "hash" => WeightHash.AfterTraining(threads),
    "allocations" => AllocationCount.Describe(threads),
    _ => throw new ArgumentException($"There is no question {args[0]}."),
});
