using ConvGen;
using Spectre.Console;

namespace MnistSample.Output;

/// <summary>Shows the progress of the training.</summary>
internal abstract class TrainingScreen : IProgress<TrainingProgress>
{
    /// <summary>A live table on a terminal, one line per epoch in a file.</summary>
    public static TrainingScreen For(IAnsiConsole console) =>
        console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi
            ? new LiveTrainingScreen(console)
            : new PlainTrainingScreen(console);

    /// <summary>Trains, with this screen as the progress to report to.</summary>
    public abstract TrainingHistory Show(Func<TrainingScreen, TrainingHistory> train);

    /// <inheritdoc/>
    public abstract void Report(TrainingProgress value);

    protected static bool EpochHasEnded(TrainingProgress value) => value.ImagesSeen == value.ImagesTotal;
}

/// <summary>One line per epoch.</summary>
internal sealed class PlainTrainingScreen(IAnsiConsole console) : TrainingScreen
{
    public override TrainingHistory Show(Func<TrainingScreen, TrainingHistory> train) => train(this);

    public override void Report(TrainingProgress value)
    {
        if (EpochHasEnded(value))
        {
            console.WriteLine(
                $"epoch {value.Epoch}/{value.Epochs}: loss {value.Loss:F4}, {value.Validation!.Accuracy:P2} of the validation images, "
                + $"{value.ImagesPerSecond:N0} images/s");
        }
    }
}

/// <summary>A table with a row per epoch; the last row is updated during its epoch.</summary>
internal sealed class LiveTrainingScreen : TrainingScreen
{
    private const int BarWidth = 24;

    private readonly IAnsiConsole _console;
    private readonly Table _table = new Table().Border(TableBorder.Rounded)
        .AddColumn("epoch")
        .AddColumn("progress")
        .AddColumn(new TableColumn("loss").RightAligned())
        .AddColumn(new TableColumn("validation").RightAligned())
        .AddColumn(new TableColumn("images/s").RightAligned());
    private LiveDisplayContext? _live;

    public LiveTrainingScreen(IAnsiConsole console) => _console = console;

    public override TrainingHistory Show(Func<TrainingScreen, TrainingHistory> train) =>
        _console.Live(_table).Start(context =>
        {
            _live = context;
            return train(this);
        });

    public override void Report(TrainingProgress value)
    {
        if (_table.Rows.Count < value.Epoch)
        {
            _table.AddEmptyRow();
        }

        int row = value.Epoch - 1;
        _table.UpdateCell(row, 0, $"{value.Epoch}/{value.Epochs}");
        _table.UpdateCell(row, 1, Bar(value.ImagesSeen / (double)value.ImagesTotal));
        _table.UpdateCell(row, 2, $"{value.Loss:F4}");
        _table.UpdateCell(row, 3, value.Validation is { } validation ? $"[green]{validation.Accuracy:P2}[/]" : "");
        _table.UpdateCell(row, 4, $"{value.ImagesPerSecond:N0}");
        _live?.Refresh();
    }

    private static string Bar(double share)
    {
        int done = (int)(BarWidth * share);
        return $"[green]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] {share,5:P0}";
    }
}
