using System.CommandLine;
using System.CommandLine.Help;
using ConvGen.Tool.Explain;

namespace ConvGen.Tool;

/// <summary>The command line of the tool.</summary>
internal static class ConvGenCommand
{
    // No RootCommand: it is called like its program file in all that it prints, and the file is not called like the tool.
    public static Command Create() => new("convgen", "Brings networks into ConvGen, and explains how they are compiled.")
    {
        ImportCommand.Create(), ExplainCommand.Create(), new HelpOption(), new VersionOption(),
    };
}
