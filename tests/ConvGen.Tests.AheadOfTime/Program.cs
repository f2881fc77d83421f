using System.Globalization;
using ConvGen.Tests.AheadOfTime;
using ConvGen.Tests.Probe;

// Runs code that must give the same results compiled ahead of time as with the JIT.
switch (args)
{
    // The same hash as `ConvGen.Tests.Probe hash N` prints.
    case ["hash", string threads]:
        Console.WriteLine(WeightHash.AfterTraining(int.Parse(threads, CultureInfo.InvariantCulture)));
        return 0;
    case ["packages"]:
        Console.WriteLine(OnnxUse.Describe());
        Console.WriteLine(CsvUse.Describe());
        Console.WriteLine(ImagesUse.Describe());
        return 0;
    default:
        Console.Error.WriteLine("hash THREADS, or packages");
        return 2;
}
