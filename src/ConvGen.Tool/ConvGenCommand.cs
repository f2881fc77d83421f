using System.CommandLine;
using System.CommandLine.Help;
using ConvGen.Tool.Explain;

namespace ConvGen.Tool;

/// <summary>The command line of the tool.</summary>
internal static class ConvGenCommand
{
    // Not a RootCommand, whose help shows the name of the program file, which differs from the tool's.
    public static Command Create() => new("convgen", "Imports networks into ConvGen, and explains how they are compiled.")
    {
        ImportCommand.Create(), ExplainCommand.Create(), new HelpOption(), new VersionOption(),
    };
}
