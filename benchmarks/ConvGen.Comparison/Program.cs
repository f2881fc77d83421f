using System.Globalization;
using ConvGen.Comparison;
using ConvGen.Comparison.Systems;
using ConvGen.Comparison.Workers;

if (args is [Contender.WorkerVerb, var system, var folder, var threads])
{
    int count = int.Parse(threads, CultureInfo.InvariantCulture);
    new WorkerLoop(folder, () => Contender.CreateSystem(system, count)).Run(Console.In, Console.Out);
    return 0;
}

return ComparisonCommand.Create().Parse(args).Invoke();
