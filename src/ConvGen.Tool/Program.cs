using System.CommandLine;
using ConvGen.Tool;

var root = new RootCommand("Brings networks into ConvGen.") { ImportCommand.Create() };
return root.Parse(args).Invoke();
