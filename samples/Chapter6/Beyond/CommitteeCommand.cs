using System.CommandLine;
using Chapter6.Networks;
using ConvGen;
using Spectre.Console;

namespace Chapter6.Beyond;

/// <summary><c>committee</c>: networks of three declarations, trained by the recipe of <c>beyond</c>, vote.</summary>
/// <remarks>Their first kernels differ in size, because networks that look at the images in different ways err on different images
/// (An, Lee, Park, Yang and So, "An Ensemble of Simple Convolutional Neural Network Models for MNIST Digit Recognition",
/// 2020).</remarks>
internal sealed class CommitteeCommand(IAnsiConsole console)
{
    // Every seed draws other distortions and another order of the images, too.
    private static readonly CommitteeMember[] Members =
    [
        new CommitteeMember<FiveByFive>(Seed: 0), new CommitteeMember<SevenBySeven>(Seed: 1), new CommitteeMember<ThreeByThree>(Seed: 2),
        new CommitteeMember<FiveByFive>(Seed: 3), new CommitteeMember<SevenBySeven>(Seed: 4), new CommitteeMember<ThreeByThree>(Seed: 5),
        new CommitteeMember<FiveByFive>(Seed: 6),
    ];

    private readonly Option<string?> _data = CommandOptions.Data();
    private readonly Option<int> _networks = Networks();
    private readonly Option<int> _epochs = CommandOptions.Count("--epochs", "How often each goes through the images.", BeyondRecipe.Epochs);
    private readonly Option<int> _parallel = CommandOptions.Count(
        "--parallel", "How many networks are trained at once, each on one core.", Environment.ProcessorCount);

    private readonly Option<bool> _choose = new("--choose")
    {
        Description = "Train on the first 50,000 images and validate on the following 10,000, as for choosing the members.",
    };

    private readonly Option<DirectoryInfo> _folder = new("--folder")
    {
        Description = "The folder of trained networks; a network that exists there is not trained again.",
        DefaultValueFactory = _ => new DirectoryInfo("committee"),
    };

    public Command Create()
    {
        var command = new Command("committee", $"Trains {Members.Length} networks with newer methods, which vote. Can be stopped: the next "
            + "call continues with the missing networks.")
        {
            _data, _networks, _epochs, _choose, _parallel, _folder,
        };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private static Option<int> Networks()
    {
        Option<int> option = CommandOptions.Count("--networks", "How many of them are trained, from the first one on.", Members.Length);
        option.AcceptOnlyFromAmong([.. Enumerable.Range(1, Members.Length).Select(count => $"{count}")]);
        return option;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        if (CommandOptions.LoadImages(arguments.GetValue(_data), console) is not { } images)
        {
            return 1;
        }

        (LabeledImages training, LabeledImages judge, string kind) = arguments.GetValue(_choose)
            ? (images.Training, images.Validation, "validation")
            : (images.TrainingAndValidation, images.Test, "test");
        string kept = Directory.CreateDirectory(Path.Combine(arguments.GetRequiredValue(_folder).FullName, kind)).FullName;
        CommitteeMember[] members = Members[..arguments.GetValue(_networks)];
        int epochCount = arguments.GetValue(_epochs);
        try
        {
            Parallel.ForEach(
                members.Where(member => !File.Exists(Path.Combine(kept, member.FileName(epochCount)))),
                new ParallelOptions { MaxDegreeOfParallelism = arguments.GetValue(_parallel), CancellationToken = cancellation },
                member => member.Train(training, epochCount, kept, new EpochLines(console, $"{member}: "), cancellation));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Finished networks are kept; the same command continues with the others.");
            return 1;
        }

        Ensemble? ensemble = null;
        foreach (CommitteeMember member in members)
        {
            (ensemble, double accuracy) = member.Join(ensemble, judge, epochCount, kept);
            console.WriteLine($"{member}: {accuracy:P2} of {judge.Count:N0} {kind} images");
        }

        console.WriteLine($"a vote of {members.Length}: {ensemble!.EvaluateVote(judge).Accuracy:P2}; "
            + $"the mean of their probabilities: {ensemble.Evaluate(judge).Accuracy:P2}");
        return 0;
    }
}
