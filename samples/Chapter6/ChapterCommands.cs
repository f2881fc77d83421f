using System.CommandLine;
using Chapter6.Campaign;
using Chapter6.Output;
using Chapter6.Rows;
using Spectre.Console;

namespace Chapter6;

/// <summary>The chapter's rows on the command line: <c>list</c>, <c>run ROW</c> and <c>all</c>.</summary>
internal sealed class ChapterCommands(IAnsiConsole console)
{
    private const int BestOf = 3;

    private readonly Option<string?> data = new("--data") { Description = "The folder with MNIST's four files, .gz or not." };
    private readonly Option<FileInfo> results = new("--results")
    {
        Description = "The file that finished trainings are appended to, and read from.",
        DefaultValueFactory = _ => new FileInfo("chapter6.jsonl"),
    };

    private readonly Option<int> seeds = Count("--seeds", "How often each row is trained.", BestOf);
    private readonly Option<int?> epochs = new("--epochs") { Description = "Instead of the book's number of epochs." };
    private readonly Option<int> parallel = Count(
        "--parallel", "How many networks are trained at once, each on one core.", Environment.ProcessorCount);

    /// <summary>All commands of this group.</summary>
    public IEnumerable<Command> Create()
    {
        var list = new Command("list", "Shows the rows with the book's figures, and ours as far as there are any.") { results, epochs };
        list.SetAction(arguments => List(Results(arguments), arguments.GetValue(epochs)));

        var name = new Argument<string>("row") { Description = "A name from the list." };
        name.AcceptOnlyFromAmong([.. Chapter.Rows.Select(row => row.Name)]);
        var run = new Command("run", "Trains a row with several seeds.") { name, data, results, seeds, epochs, parallel };
        run.SetAction((arguments, cancellation) =>
            Task.FromResult(Train([Chapter.Find(arguments.GetRequiredValue(name))!], arguments, cancellation)));

        var all = new Command("all", "Trains all rows. May be stopped: the next call goes on where this one was.")
        {
            data, results, seeds, epochs, parallel,
        };
        all.SetAction((arguments, cancellation) => Task.FromResult(Train(Chapter.Rows, arguments, cancellation)));
        return [list, run, all];
    }

    private static Option<int> Count(string name, string description, int fallback)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }

    private int List(ResultsFile file, int? epochs)
    {
        ChapterTable.Write(console, Chapter.Rows, row => file.Of(row.Name, epochs ?? row.Recipe.Epochs));
        return 0;
    }

    private int Train(IReadOnlyList<Row> rows, ParseResult arguments, CancellationToken cancellation)
    {
        if (ChapterImages.Load(arguments.GetValue(data), line => console.WriteLine(line)) is not { } images)
        {
            Console.Error.WriteLine("The chapter's figures are about MNIST, which is neither here nor to be had.");
            return 1;
        }

        ResultsFile file = Results(arguments);
        int? otherEpochs = arguments.GetValue(epochs);
        int Epochs(Row row) => otherEpochs ?? row.Recipe.Epochs;
        IEnumerable<Job> jobs = rows.SelectMany(row => row.Jobs(arguments.GetValue(seeds), Epochs(row))).Distinct();
        try
        {
            var campaign = new CampaignRun(images, file, arguments.GetValue(parallel));
            CampaignScreen.Show(console, screen => campaign.Do(jobs, screen, cancellation));
            foreach (Row row in rows)
            {
                row.Conclude(images, file, Epochs(row));
            }
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. What was finished is kept; the same command goes on from there.");
            return 1;
        }

        ChapterTable.Write(console, rows, row => file.Of(row.Name, Epochs(row)));
        return 0;
    }

    private ResultsFile Results(ParseResult arguments) => new(arguments.GetRequiredValue(results).FullName);
}
