using System.Text;
using ConvGen;
using MnistSample;
using MnistSample.Networks;
using Spectre.Console;

const int WidthOfFiles = 110;

Console.OutputEncoding = Encoding.UTF8;
IAnsiConsole console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
{
    console.Profile.Width = WidthOfFiles;
}

var jobs = new Dictionary<string, Action<JobArguments>>
{
    ["book"] = arguments => Train<BookNet>(arguments, Recipe.Convolutional),
    ["lenet5"] = arguments => Train<LeNet5>(arguments, Recipe.Convolutional),
    ["mlp"] = arguments => Train<Mlp>(arguments, Recipe.Dense),
};

return JobArguments.CreateCommand(jobs.Keys, Run).Parse(args).Invoke();

int Run(JobArguments arguments)
{
    try
    {
        jobs[arguments.Network](arguments);
        return 0;
    }
    catch (NonFiniteLossException exception)
    {
        Console.Error.WriteLine($"{exception.Message} A smaller --learning-rate may help.");
        return 1;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

void Train<TNetwork>(JobArguments arguments, Recipe recipe)
    where TNetwork : class, INetwork<TNetwork> =>
    new TrainingJob<TNetwork>(arguments, recipe.With(arguments), console).Run();
