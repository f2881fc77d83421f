using System.Globalization;
using ConvGen.Tests.Probe;

// The same hash as `ConvGen.Tests.Probe hash N` prints under the JIT.
Console.WriteLine(WeightHash.AfterTraining(threads: int.Parse(args[0], CultureInfo.InvariantCulture)));
