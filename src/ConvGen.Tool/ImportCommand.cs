using System.CommandLine;
using System.Globalization;
using System.Text;
using ConvGen.Files;
using ConvGen.Onnx;

namespace ConvGen.Tool;

/// <summary><c>import</c>: writes the declaration and the weights of an ONNX model to one folder.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var model = new Argument<FileInfo>("model") { Description = "The .onnx file." };
        var name = new Option<string?>("--class") { Description = "The name of the class, a C# identifier. Default: derived from the file's name." };
        var space = new Option<string?>("--namespace") { Description = "The namespace of the class. Default: none." };
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder for the .cs and the .safetensors file.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var command = new Command("import", "Converts a sequential ONNX model to a declaration and a file of weights.")
        {
            model, name, space, output,
        };
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(model), arguments.GetValue(name), arguments.GetValue(space), arguments.GetRequiredValue(output)));
        return command;
    }

    private static int Run(FileInfo model, string? className, string? inNamespace, DirectoryInfo output)
    {
        try
        {
            var network = OnnxNetwork.Read(model.FullName);
            (string name, string source) = className is null
                ? Declare(network, Identifier(Path.GetFileNameWithoutExtension(model.Name)), inNamespace)
                : (className, network.Declaration(className, inNamespace));
            string declaration = Path.Combine(output.FullName, name + ".cs");
            string weights = Path.Combine(output.FullName, name + ".safetensors");
            Directory.CreateDirectory(output.FullName);
            DurableFile.Write(declaration, source);
            DurableFile.Write(weights, network.Weights(name));
            Console.WriteLine($"{declaration} declares the network; network.Load(\"{Path.GetFileName(weights)}\") loads its weights.");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{model.Name}: {exception.Message}");
            return 1;
        }
        catch (ArgumentException exception) when (exception.ParamName is "className" or "inNamespace")
        {
            // Omits the parameter name, which means nothing to users of the command.
            string option = exception.ParamName == "className" ? "--class" : "--namespace";
            Console.Error.WriteLine($"{option}: {exception.Message.Split(" (Parameter")[0]}");
            return 1;
        }
    }

    // A file may have the name of a network member, such as predict.onnx.
    private static (string Name, string Source) Declare(OnnxNetwork network, string name, string? inNamespace)
    {
        try
        {
            return (name, network.Declaration(name, inNamespace));
        }
        catch (ArgumentException exception) when (exception.ParamName == "className")
        {
            name += "Network";
            return (name, network.Declaration(name, inNamespace));
        }
    }

    /// <summary>Returns a valid C# name in PascalCase.</summary>
    private static string Identifier(string fileName)
    {
        var name = new StringBuilder();
        bool wordBegins = true;
        foreach (char letter in fileName)
        {
            if (char.IsLetterOrDigit(letter))
            {
                name.Append(wordBegins ? char.ToUpper(letter, CultureInfo.InvariantCulture) : letter);
            }

            wordBegins = !char.IsLetterOrDigit(letter);
        }

        return name.Length > 0 && char.IsLetter(name[0]) ? name.ToString() : "Network" + name;
    }
}
