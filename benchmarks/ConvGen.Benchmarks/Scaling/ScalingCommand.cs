using System.CommandLine;
using ConvGen.Benchmarks.Speed;

namespace ConvGen.Benchmarks.Scaling;

/// <summary><c>scaling</c>: measures whether twice the work takes twice the time.</summary>
internal static class ScalingCommand
{
    private const int MostThreads = 64;

    public static Command Create()
    {
        Option<CommaList<ScalingSeries>> series =
            SpeedOptions.Choice("--series", "The series to measure: filters, image and batch, separated by commas.", ScalingSeries.All);
        var threads = new Option<int>("--threads") { Description = "Number of threads.", DefaultValueFactory = _ => 1 };
        threads.Validators.Add(result =>
        {
            if (result.GetValue(threads) is < 1 or > MostThreads)
            {
                result.AddError($"--threads {result.GetValue(threads)} must be from 1 to {MostThreads}.");
            }
        });
        Option<double> seconds = SpeedOptions.Seconds();
        var plot = new Option<DirectoryInfo?>("--plot")
        {
            Description = "Also draw each series into this folder, as SVG and PNG.",
        };

        var command = new Command(
            "scaling", "Measures how the training time per image grows with filters, image size and batch size, compared with the multiply-adds.")
        {
            series, threads, seconds, plot,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(series).Values,
            result.GetRequiredValue(threads),
            result.GetRequiredValue(seconds),
            result.GetValue(plot)));
        return command;
    }

    private static int Run(ScalingSeries[] chosen, int threads, double seconds, DirectoryInfo? plot)
    {
        try
        {
            plot?.Create();
            var digits = SpeedData.Digits(out string description);
            Console.WriteLine(
                $"{Environment.ProcessorCount} cores, {threads} in use, .NET {Environment.Version}, on {description}");
            var run = new ScalingRun(digits, threads, seconds);
            var table = new ScalingTable(Console.Out);
            foreach (ScalingSeries series in chosen)
            {
                table.Begin(series);
                var points = new List<ScalingPoint>();
                foreach (int size in series.Sizes)
                {
                    points.Add(run.Measure(series, size));
                    table.Add(points[^1]);
                }

                if (plot is not null)
                {
                    ScalingPlot.Save(plot.FullName, series, points);
                }
            }

            table.End();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
