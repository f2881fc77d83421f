using System.CommandLine;
using System.CommandLine.Help;
using ConvGen.Tool;

// No RootCommand: it is called like its program file in all that it prints, and the file is not called like the tool.
var root = new Command("convgen", "Brings networks into ConvGen.") { ImportCommand.Create(), new HelpOption(), new VersionOption() };
return root.Parse(args).Invoke();
