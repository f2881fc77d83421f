using Chapter6.Campaign;
using Chapter6.Rows;
using Spectre.Console;

namespace Chapter6.Output;

/// <summary>A table that compares the chapter's figures with ours.</summary>
internal static class ChapterTable
{
    /// <summary>Writes a line per row, with the runs of the given number of epochs, by default the recipe's.</summary>
    public static void Write(IAnsiConsole console, IEnumerable<Row> rows, int? otherEpochs, ResultsFile results)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumn("row")
            .AddColumn("what is new")
            .AddColumn("settings")
            .AddColumn(new TableColumn("book").RightAligned())
            .AddColumn(new TableColumn("here").RightAligned())
            .AddColumn(new TableColumn("epoch").RightAligned())
            .AddColumn(new TableColumn("each seed").RightAligned())
            .AddColumn(new TableColumn("time").RightAligned());
        foreach (Row row in rows)
        {
            BookRecipe recipe = row.Recipe with { Epochs = otherEpochs ?? row.Recipe.Epochs };
            IReadOnlyList<RunResult> runs = results.Of(row.Name, recipe.Epochs);
            var best = RunResult.BestOf(runs);
            table.AddRow(
                row.Name,
                row.Title,
                recipe.ToString(),
                row.BookAccuracy is { } accuracy ? $"{accuracy:F2} %" : "",
                best is null ? "" : $"[green]{best.TestAccuracy:P2}[/]",
                best is null ? "" : $"{best.BestEpoch}",
                string.Join(" ", runs.OrderBy(run => run.Seed).Select(run => $"{100 * run.TestAccuracy:F2}")),
                runs.Count == 0 ? "" : $"{TimeSpan.FromSeconds(runs.Average(run => run.TrainSeconds)):m\\:ss}");
        }

        console.Write(table);
    }
}
