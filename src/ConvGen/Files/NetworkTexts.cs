using ConvGen.CompilerServices;

namespace ConvGen.Files;

/// <summary>The metadata of a file about its network.</summary>
internal static class NetworkTexts
{
    /// <summary>Returns the texts for a new file.</summary>
    /// <param name="program">The program of the network.</param>
    /// <param name="content"><see cref="Metadata.Weights"/> or <see cref="Metadata.Checkpoint"/>.</param>
    public static List<(string Key, string Value)> Of(NetworkProgram program, string content)
    {
        var architecture = new Architecture(program);
        return
        [
            (Metadata.Content, content),
            (Metadata.Network, program.Summary.Network),
            (Metadata.Fingerprint, architecture.Fingerprint),
            (Metadata.Architecture, architecture.Text),
        ];
    }

    /// <summary>Checks that a file has the expected content and architecture, if it has metadata; files of other programs have
    /// none.</summary>
    /// <param name="texts">The texts of the file.</param>
    /// <param name="content"><see cref="Metadata.Weights"/> or <see cref="Metadata.Checkpoint"/>.</param>
    /// <param name="program">The program of the network; null to accept any network.</param>
    public static void Check(HeaderTexts texts, string content, NetworkProgram? program)
    {
        CheckContent(texts, content);
        if (program is not null && texts[Metadata.Fingerprint] is { } fingerprint)
        {
            CheckArchitecture(fingerprint, texts[Metadata.Architecture] ?? "", program);
        }
    }

    private static void CheckContent(HeaderTexts texts, string expected)
    {
        string found = texts[Metadata.Content] ?? Metadata.Weights;
        if (found != expected)
        {
            throw found switch
            {
                Metadata.Checkpoint => new NetworkFileException(
                    "expected the weights of a network, found the checkpoint of a training, which Trainer.LoadCheckpoint reads"),
                Metadata.Weights => new NetworkFileException(
                    "expected the checkpoint of a training, found the weights of a network, which network.Load reads"),
                _ => new NetworkFileException(
                    $"expected the {expected} of this version, found {NetworkFileException.Quote(found)}"),
            };
        }
    }

    private static void CheckArchitecture(string fingerprint, string text, NetworkProgram program)
    {
        var expected = new Architecture(program);
        if (fingerprint != expected.Fingerprint)
        {
            string difference = text == expected.Text
                ? $"expected the fingerprint {expected.Fingerprint}, found {NetworkFileException.Quote(fingerprint)}"
                : TextDifference.First(expected.Text, text) + " of its architecture";
            throw new NetworkFileException(
                $"expected a network that computes the same as {program.Summary.Network}; {difference}");
        }
    }
}
