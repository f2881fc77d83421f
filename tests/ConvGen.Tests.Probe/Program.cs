using System.Globalization;
using ConvGen.Tests.Probe;

// A command and a file.
switch (args[0])
{
    case "save":
        Saving.Repeatedly(args[1]);
        return 0;
    case "save-once":
        return Saving.Once(args[1]);
}

// Otherwise a question with its argument, whose answer is printed.
Console.WriteLine(args[0] switch
{
    "hash" => WeightHash.AfterTraining(Number()),
    "allocations" => AllocationCount.Describe(Number()),
    "memory" => MemoryGrowth.AfterPredictions(Number()),
    "values" => FunctionValues.Of(args[1]),
    "guard" => GuardedRun.Describe(args[1]),
    "transgress" => GuardedRun.Transgress(Enum.Parse<GuardedSide>(args[1])),
    _ => throw new ArgumentException($"There is no question {args[0]}."),
});
return 0;

int Number() => int.Parse(args[1], CultureInfo.InvariantCulture);
