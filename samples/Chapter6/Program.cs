using System.CommandLine;
using System.Text;
using Chapter6;
using Chapter6.Beyond;
using Chapter6.Race;
using Spectre.Console;

const int WidthOfFiles = 130;

Console.OutputEncoding = Encoding.UTF8;
IAnsiConsole console = AnsiConsole.Console;
if (Console.IsOutputRedirected)
{
    console.Profile.Width = WidthOfFiles;
}

var root = new RootCommand("Chapter 6 of Nielsen's \"Neural Networks and Deep Learning\", row by row, on MNIST.");
foreach (Command command in new ChapterCommands(console).Create())
{
    root.Subcommands.Add(command);
}

root.Subcommands.Add(new BeyondCommand(console).Create());
root.Subcommands.Add(new CommitteeCommand(console).Create());
root.Subcommands.Add(new RaceCommand(console).Create());

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
