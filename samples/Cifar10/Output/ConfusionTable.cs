using ConvGen;
using Spectre.Console;

namespace Cifar10Sample.Output;

/// <summary>The confusion matrix: a row per class, a column per prediction.</summary>
internal static class ConfusionTable
{
    public static void Write(IAnsiConsole console, ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        Table table = new Table().Border(TableBorder.Simple).Title("Taken for");
        table.AddColumn("class");
        for (int predicted = 0; predicted < confusion.Classes; predicted++)
        {
            table.AddColumn(new TableColumn($"{predicted}").RightAligned());
        }

        table.AddColumn(new TableColumn("right").RightAligned());
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            int[] counts = [.. Enumerable.Range(0, confusion.Classes).Select(predicted => confusion[actual, predicted])];
            double right = counts[actual] / (double)Math.Max(1, counts.Sum());
            table.AddRow(
            [
                $"[bold]{actual} {Markup.Escape(names[actual])}[/]",
                .. counts.Select((count, predicted) => Cell(count, predicted == actual)),
                $"{right:P1}",
            ]);
        }

        console.Write(table);
    }

    private static string Cell(int count, bool isRight) => (count, isRight) switch
    {
        (_, true) => $"[green]{count}[/]",
        (0, _) => "[grey]·[/]",
        _ => $"[red]{count}[/]",
    };
}
