using System.Text;
using Cifar10Sample;
using Cifar10Sample.Networks;
using ConvGen;
using Spectre.Console;

const int WidthOfFiles = 110;

Console.OutputEncoding = Encoding.UTF8;
IAnsiConsole console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
{
    console.Profile.Width = WidthOfFiles;
}

return JobArguments.CreateCommand(NetworkTable.All.Keys, Run).Parse(args).Invoke();

int Run(JobArguments arguments)
{
    try
    {
        NetworkTable.All[arguments.Network].Run(arguments, console);
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
