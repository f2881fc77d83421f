using System.CommandLine;
using AotServer;
using ConvGen;
using MnistSample.Networks;

// dotnet publish -c Release samples/AotServer
// creates a single file that needs no .NET, loads weights and answers over HTTP: POST /predict with the 784 grey pixels of a digit.
var weights = new Option<FileInfo>("--weights") { Description = "The .safetensors file of the book's network.", Required = true };
var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 for a free one.", DefaultValueFactory = _ => 5080 };
var root = new RootCommand("Serves the predictions of a trained network.") { weights, port };
root.SetAction(async (arguments, cancellation) =>
{
    var network = new BookNet();
    try
    {
        network.Load(arguments.GetRequiredValue(weights).FullName);
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }

    await using WebApplication server = DigitServer.Create(network, arguments.GetValue(port));
    await server.StartAsync(cancellation);
    Console.WriteLine($"listening on {server.Urls.Single()}");
    await server.WaitForShutdownAsync(cancellation);
    return 0;
});
return await root.Parse(args).InvokeAsync();
