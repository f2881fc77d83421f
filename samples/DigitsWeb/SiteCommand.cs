using System.CommandLine;

namespace DigitsWeb;

/// <summary>Parses and checks the command line.</summary>
internal static class SiteCommand
{
    private const int MostDrawnImages = 1_000_000, FewestDrawnImages = 100, MostEpochs = 20;

    /// <summary>Declares the options, whose errors System.CommandLine reports with exit code 1, and serves.</summary>
    public static RootCommand Create(Func<SiteOptions, int> serve)
    {
        var defaults = new SiteOptions();
        Option<int> port = Number("--port", "The port on the loopback address; 0 for any free one.", defaults.Port, 0, 65_535);
        var weights = new Option<FileInfo>("--weights") { Description = "Begin with the weights of this safetensors file." };
        weights.AcceptExistingOnly();
        var data = new Option<DirectoryInfo>("--data") { Description = "The folder with MNIST's four files, compressed (.gz) or not." };
        data.AcceptExistingOnly();
        Option<int> drawn = Number(
            "--drawn", "Train on this many digits drawn by the program, instead of MNIST.", null, FewestDrawnImages, MostDrawnImages);
        Option<int> epochs = Number("--epochs", "Epochs of training at the start.", defaults.Epochs, 0, MostEpochs);
        Option<int> seed = Number("--seed", "Decides the first weights and the drawn digits.", defaults.Seed, 0, int.MaxValue);

        var command = new RootCommand("Serves a page on which to draw digits, and to watch a network read them and learn.")
        {
            port, weights, data, drawn, epochs, seed,
        };
        command.SetAction(result => serve(new SiteOptions
        {
            Port = result.GetValue(port),
            WeightsFile = result.GetValue(weights)?.FullName,
            DataFolder = result.GetValue(data)?.FullName,
            DrawnImages = result.GetResult(drawn) is null ? null : result.GetValue(drawn),
            Epochs = result.GetValue(epochs),
            Seed = result.GetValue(seed),
        }));
        return command;
    }

    private static Option<int> Number(string name, string description, int? otherwise, int least, int most)
    {
        var option = new Option<int>(name) { Description = description };
        if (otherwise is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int number) || number < least || number > most))
            {
                result.AddError($"{name} '{token.Value}' must be a whole number from {least} to {most}.");
            }
        });
        return option;
    }
}
