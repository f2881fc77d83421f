using System.CommandLine;
using Chapter6.Campaign;
using Chapter6.Output;
using Chapter6.Pictures;
using Chapter6.Rows;
using Spectre.Console;

namespace Chapter6;

/// <summary>The chapter's rows on the command line: <c>list</c>, <c>run ROW</c>, <c>all</c> and <c>pictures</c>.</summary>
internal sealed class ChapterCommands(IAnsiConsole console)
{
    private const int BestOf = 3;
    private const int EpochsForPictures = 5;

    private readonly Option<string?> _data = CommandOptions.Data();
    private readonly Option<FileInfo> _results = new("--results")
    {
        Description = "The file with the results of finished trainings; new results are appended.",
        DefaultValueFactory = _ => new FileInfo("chapter6.jsonl"),
    };

    private readonly Option<int> _seeds = CommandOptions.Count("--seeds", "How often each row is trained.", BestOf);
    private readonly Option<int?> _epochs =
        CommandOptions.AtLeastOne(new Option<int?>("--epochs") { Description = "The number of epochs, instead of the book's." });

    private readonly Option<int> _parallel = CommandOptions.Count(
        "--parallel", "How many networks are trained at once, each on one core.", Environment.ProcessorCount);

    /// <summary>All commands of this group.</summary>
    public IEnumerable<Command> Create()
    {
        var list = new Command("list", "Lists the rows with the book's figures, and ours where available.") { _results, _epochs };
        list.SetAction(arguments => List(Results(arguments), arguments.GetValue(_epochs)));

        var name = new Argument<string>("row") { Description = "A name from the list." };
        name.AcceptOnlyFromAmong([.. Chapter.Rows.Select(row => row.Name)]);
        var run = new Command("run", "Trains a row with several seeds.") { name, _data, _results, _seeds, _epochs, _parallel };
        run.SetAction((arguments, cancellation) =>
            Task.FromResult(Train([Chapter.Find(arguments.GetRequiredValue(name))!], arguments, cancellation)));

        var all = new Command("all", "Trains all rows. Can be stopped: the next call continues from the same point.")
        {
            _data, _results, _seeds, _epochs, _parallel,
        };
        all.SetAction((arguments, cancellation) => Task.FromResult(Train(Chapter.Rows, arguments, cancellation)));

        var trained = new Argument<string>("row")
        {
            Description = "The row whose network is shown: from its longest training, or from a new short one.",
            DefaultValueFactory = _ => "relu",
        };
        trained.AcceptOnlyFromAmong([.. Chapter.Rows.OfType<TrainedRow>().Select(row => row.Name)]);
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The folder for the PNG files.",
            DefaultValueFactory = _ => new DirectoryInfo("pictures"),
        };
        var pictures = new Command("pictures", "Draws filters, feature maps, mistakes and the training curve of a network.")
        {
            trained, folder, _data, _results,
        };
        pictures.SetAction((arguments, cancellation) => Task.FromResult(Draw(
            (TrainedRow)Chapter.Find(arguments.GetRequiredValue(trained))!, arguments.GetRequiredValue(folder), arguments, cancellation)));
        return [list, run, all, pictures];
    }

    private int List(ResultsFile file, int? epochs)
    {
        ChapterTable.Write(console, Chapter.Rows, epochs, file);
        return 0;
    }

    private int Train(IReadOnlyList<Row> rows, ParseResult arguments, CancellationToken cancellation)
    {
        if (CommandOptions.LoadImages(arguments.GetValue(_data), console) is not { } images)
        {
            return 1;
        }

        ResultsFile file = Results(arguments);
        int? otherEpochs = arguments.GetValue(_epochs);
        int Epochs(Row row) => otherEpochs ?? row.Recipe.Epochs;
        IEnumerable<Job> jobs = rows.SelectMany(row => row.Jobs(arguments.GetValue(_seeds), Epochs(row))).Distinct();
        try
        {
            var campaign = new CampaignRun(images, file, arguments.GetValue(_parallel));
            CampaignScreen.Show(console, screen => campaign.Do(jobs, screen, cancellation));
            foreach (Row row in rows)
            {
                row.Conclude(images, file, Epochs(row));
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Finished trainings are kept; the same command continues with the others.");
            return 1;
        }

        ChapterTable.Write(console, rows, otherEpochs, file);
        return 0;
    }

    private int Draw(TrainedRow row, DirectoryInfo folder, ParseResult arguments, CancellationToken cancellation)
    {
        if (CommandOptions.LoadImages(arguments.GetValue(_data), console) is not { } images)
        {
            return 1;
        }

        ResultsFile file = Results(arguments);
        if (file.LongestOf(row.Name) is null)
        {
            CampaignScreen.Show(
                console,
                screen => new CampaignRun(images, file, parallel: 1).Do(row.Jobs(seeds: 1, EpochsForPictures), screen, cancellation));
        }

        row.Draw(images, file, file.LongestOf(row.Name)!, new PictureBook(folder.FullName, console));
        return 0;
    }

    private ResultsFile Results(ParseResult arguments) => new(arguments.GetRequiredValue(_results).FullName);
}
