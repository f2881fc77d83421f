using System.CommandLine;
using System.CommandLine.Help;
using ConvGen.Tool;

// Not a RootCommand, which prints the name of its program file instead of the tool's.
var root = new Command("convgen", "Brings networks into ConvGen.") { ImportCommand.Create(), new HelpOption(), new VersionOption() };
return root.Parse(args).Invoke();
