namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the calls that cover the samples of a chunk. The samples of a call share every weight that is loaded.</summary>
/// <param name="tiles">The tiles to choose from.</param>
/// <param name="chunkSamples">The maximum number of samples per pass; larger tiles are never used and not rendered.</param>
internal sealed class SampleCalls(SampleTiles tiles, int chunkSamples)
{
    private readonly SampleTile[] _shared =
        [.. tiles.All.Where(tile => tile.Samples > 1 && tile.Samples <= chunkSamples)];

    /// <summary>The tiles that have a method.</summary>
    public IEnumerable<SampleTile> Tiles => [.. _shared, tiles.Single];

    /// <summary>Describes which tile is used for which numbers of samples, for the head of the file.</summary>
    /// <param name="across">The noun for the other dimension of a tile, such as <c>unit</c>.</param>
    public string Describe(string across)
    {
        string text = "";
        string remainder = "";
        foreach (SampleTile tile in _shared)
        {
            string when = When(tile);
            remainder = when == "" ? " for the remainder" : "";
            text += $"{Phrases.Count(tile.Across, across)} x {Phrases.Count(tile.Samples, "sample")}{when}{(when == "" ? ", and " : "; otherwise ")}";
        }

        return $"{text}{Phrases.Count(tiles.Single.Across, across)} x 1 sample{remainder}";
    }

    /// <summary>Renders the calls.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="method">The name of the method, to which the number of samples of its tile is appended.</param>
    /// <param name="whole">The argument that all samples share.</param>
    /// <param name="parts">The arguments that differ between samples, with their distances per sample.</param>
    public void Render(KernelWriter writer, string method, string whole, params (string Memory, string Distance)[] parts)
    {
        string[] first = [$"ref {whole}", .. parts.Select(part => $"ref {part.Memory}")];
        string[] next = [$"ref {whole}", .. parts.Select(part => VectorText.At(part.Memory, $"sample * {part.Distance}"))];
        writer.Line("int sample = 0;");
        foreach (SampleTile tile in _shared)
        {
            int count = tile.Samples;
            if (IsUsedOnce(tile))
            {
                string slice = tile == tiles.Even ? ", as when threads share a mini-batch of 10 or 20" : "";
                writer.Comment($"Exactly {count} samples{slice}: each weight that is loaded serves all {count}.");
                using (writer.Block($"if (samples == {count})"))
                {
                    writer.Call($"{method}{count}", first);
                    writer.Line($"sample = {count};");
                }
            }
            else
            {
                string header = tile == tiles.Even
                    ? $"for (; samples % {count} == 0 && sample < samples; sample += {count})"
                    : $"for (; sample + {count} <= samples; sample += {count})";
                string samples = tile == tiles.Even
                    ? $"A multiple of {count} samples, as when threads share a mini-batch of 10 or 20"
                    : tile == tiles.Full[0] ? $"{(tiles.Even is null ? "" : "Else ")}{count} samples at a time"
                    : $"Of the rest, {count} samples at a time";
                using (writer.Loop($"{samples}: each weight that is loaded serves {count}.", header))
                {
                    writer.Call($"{method}{count}", next);
                }
            }

            writer.Line();
        }

        using (writer.Loop("The samples that remain, one by one.", "for (; sample < samples; sample++)"))
        {
            writer.Call($"{method}{tiles.Single.Samples}", next);
        }
    }

    /// <summary>Whether a chunk contains only one such tile.</summary>
    private bool IsUsedOnce(SampleTile tile) => chunkSamples < 2 * tile.Samples;

    private string When(SampleTile tile) => (tile == tiles.Even, IsUsedOnce(tile)) switch
    {
        (_, true) => $" if there are exactly {tile.Samples}",
        (true, false) => $" if {tile.Samples} divides their number",
        (false, false) => "",
    };
}
