using ConvGen.Tool;

return ConvGenCommand.Create().Parse(args).Invoke();
