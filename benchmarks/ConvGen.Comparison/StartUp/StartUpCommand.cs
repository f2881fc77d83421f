using System.CommandLine;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Onnx;

namespace ConvGen.Comparison.StartUp;

/// <summary><c>startup</c>: measures the time from the start of a program to its first prediction and training step,
/// and its size.</summary>
internal static class StartUpCommand
{
    private const int MostRuns = 1_000;

    private static readonly string[] Events = ["main", "first prediction", "first training step", PublishedProgram.Exit];

    public static Command Create()
    {
        var runs = new Option<int>("--runs") { Description = "The number of starts of each program.", DefaultValueFactory = _ => 11 };
        runs.Validators.Add(result =>
        {
            if (result.GetValue(runs) is < 1 or > MostRuns)
            {
                result.AddError($"--runs {result.GetValue(runs)} must be from 1 to {MostRuns}.");
            }
        });
        var command = new Command("startup", "Measures the time from the start of a process to the first prediction and training step.")
        {
            runs,
        };
        command.SetAction(result => Run(result.GetRequiredValue(runs)));
        return command;
    }

    private static int Run(int runs)
    {
        if (FindRoot() is not { } root)
        {
            Console.Error.WriteLine($"ConvGen.sln is not in a folder above {AppContext.BaseDirectory}.");
            return 1;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("convgen-startup-");
        try
        {
            Time(PublishAll(root, folder.FullName), runs);
            return 0;
        }
        catch (InvalidOperationException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConvGen.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    /// <summary>Publishes all programs that can be built and starts each once, so that their files are in the disk
    /// cache.</summary>
    private static List<PublishedProgram> PublishAll(string root, string folder)
    {
        string model = WriteModel(folder);
        var programs = new List<PublishedProgram>();
        foreach (StartUpProgram program in StartUpProgram.All)
        {
            try
            {
                string own = Path.Combine(folder, programs.Count.ToString());
                PublishedProgram published = program.Publish(root, own, model);
                published.Run(counts: false);
                programs.Add(published);
            }
            catch (InvalidOperationException exception)
            {
                Console.WriteLine($"{program.Name} is left out: {exception.Message}");
            }
        }

        return programs;
    }

    private static string WriteModel(string folder)
    {
        Entrant book = Entrant.All[0];
        using var contest = new ContestFolder([book], new SpeedData(new float[28 * 28], [0]));
        string model = Path.Combine(folder, "n1.onnx");
        File.WriteAllBytes(model, OnnxModel.Of(PeerNetwork.Read(contest.FullName, book.Name), batch: 1));
        return model;
    }

    /// <summary>Starts the programs alternately, so that changes of the machine's speed affect all of them
    /// equally.</summary>
    private static void Time(List<PublishedProgram> programs, int runs)
    {
        for (int run = 0; run < runs; run++)
        {
            programs.ForEach(program => program.Run(counts: true));
        }

        Console.WriteLine("n1         program" + string.Concat(Events.Select(name => name.PadLeft(22))) + "      published");
        foreach (PublishedProgram program in programs)
        {
            Console.WriteLine($"{program.Name,18}" + string.Concat(Events.Select(name => Cell(program.TimesOf(name)).PadLeft(22)))
                + $"{program.Size / 1e6,12:N1} MB");
        }

        Console.WriteLine();
        Console.WriteLine($"""
            Milliseconds since the process was started: median of {runs} starts, 99th percentile in brackets. One image is
            predicted, ten are trained on, with one thread. Without NativeAOT the size is that without .NET itself.
            """);
    }

    private static string Cell(double[]? times) =>
        times is null ? "-" : $"{Quantile.Median(times):N1} ({Quantile.Of(times, 0.99):N1})";
}
