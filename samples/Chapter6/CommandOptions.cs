using System.CommandLine;
using System.Globalization;
using Chapter6.Rows;
using MnistSample.Data;
using Spectre.Console;

namespace Chapter6;

/// <summary>Options shared by several commands.</summary>
internal static class CommandOptions
{
    public static Option<string?> Data() => new("--data") { Description = "The folder with MNIST's four files, compressed (.gz) or not." };

    /// <summary>A count of at least 1.</summary>
    public static Option<int> Count(string name, string description, int fallback) =>
        AtLeastOne(new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback });

    /// <summary>The number of threads. A step has work for only a few of them.</summary>
    public static Option<int> Threads() => Count("--threads", "Threads that train a network.", Math.Min(Environment.ProcessorCount, 8));

    /// <summary>Rejects values below 1.</summary>
    public static TOption AtLeastOne<TOption>(TOption option)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int count) && count < 1)
            {
                result.AddError($"{option.Name} is {count}; it must be at least 1.");
            }
        });
        return option;
    }

    /// <summary>Finds MNIST, or prints that it was not found and returns null.</summary>
    public static ChapterImages? LoadImages(string? dataOption, IAnsiConsole console)
    {
        var images = ChapterImages.Load(dataOption, line => console.WriteLine(line));
        if (images is null)
        {
            Console.Error.WriteLine(
                "The chapter's figures are about MNIST, which was not found and could not be downloaded. Put its four files, .gz or not, "
                + $"into a folder, and name it with --data DIR or in the environment variable {MnistFiles.EnvironmentVariable}: "
                + string.Join(", ", MnistFiles.All.Select(file => file.Name)) + ".");
        }

        return images;
    }
}
