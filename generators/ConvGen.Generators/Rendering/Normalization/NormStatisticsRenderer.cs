using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>
/// Renders the mean and the sum of squared deviations of each channel over a chunk, and adds them to those of the earlier chunks of the
/// slice. Two passes over the chunk, which is in the cache, avoid the cancellation of sum of squares - square of the sum. Rows, samples
/// and the chunk have sums of their own, so that no sum has many terms.
/// </summary>
internal static class NormStatisticsRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, BatchNormStage stage)
    {
        const string What = "the mean of each channel, and the sum of squared deviations from it";
        return KernelFile.RenderClass(
            plan,
            stage,
            BatchNormStage.StatisticsPart,
            $"{stage.Name}, forward pass: {What}, over the samples of a slice so far",
            [
                ("input", stage.Input.Describe()),
                ("schedule", $"two passes over a chunk; {Phrases.Count(stage.StatisticsVectors, "vector")} of {stage.Target.LanesInWords} channels "
                    + "at a time, over all samples"),
            ],
            [
                .. KernelFile.Distances("Input", stage.Input),
                ("Pixels", stage.BatchNorm.Pixels, "Values of a channel in a sample."),
            ],
            writer =>
            {
                writer.Summary($"Adds the samples of a chunk to {What}.");
                writer.Line(KernelFile.KernelAttribute);
                writer.Signature("public static void Run", OperandText.Parameters(stage.StatisticsCall()));
                using (writer.Braces())
                {
                    RenderShares(writer, stage);
                    var blocks = new ChannelBlocks(writer, stage.Input.Shape);
                    blocks.Render(stage.StatisticsVectors, (vectors, channel) => RenderBlock(writer, stage, blocks, vectors, channel));
                    writer.Line();
                    writer.Line("samplesSoFar += samples;");
                }
            });
    }

    /// <summary>Renders the factors with which a chunk counts beside the earlier chunks.</summary>
    private static void RenderShares(KernelWriter writer, BatchNormStage stage)
    {
        VectorText simd = writer.Simd;
        bool isSingle = stage.BatchNorm.Pixels == 1;
        writer.Comment("n0 samples before this chunk, n1 of it: mean += (mean1 - mean) * n1 / (n0 + n1), and the squared distance of both means, "
            + "times n0 * n1 / (n0 + n1), is a part of the deviations (Chan's formula).");
        writer.Line("float share = samples / (samplesSoFar + samples);");
        writer.Line($"{simd.Floats} meanShare = {simd.Create("share")};");
        writer.Line($"{simd.Floats} deviationShare = {simd.Create($"samplesSoFar * share{(isSingle ? "" : " * Pixels")}")};");
        writer.Line($"{simd.Floats} count = {simd.Create(isSingle ? "(float)samples" : "(float)samples * Pixels")};");
        writer.Line();
    }

    private static void RenderBlock(KernelWriter writer, BatchNormStage stage, ChannelBlocks blocks, int vectors, string channel)
    {
        VectorText simd = writer.Simd;
        blocks.Declare(vectors, "sum", _ => simd.Zero);
        RenderPass(
            writer, stage, blocks, "First pass: the sums.", "sum", vectors, channel,
            (vector, sum) => writer.Line($"{sum} += {simd.Load("x", vector * simd.Lanes)};"));
        writer.Line();
        blocks.Declare(vectors, "chunkMean", vector => $"sum{vector} / count");
        blocks.Declare(vectors, "squares", _ => simd.Zero);
        RenderPass(
            writer, stage, blocks, "Second pass: the squared distances from the mean of the chunk.", "squares", vectors, channel,
            (vector, sum) =>
            {
                writer.Line($"{simd.Floats} distance{vector} = {simd.Load("x", vector * simd.Lanes)} - chunkMean{vector};");
                writer.Line(simd.Accumulate(sum, $"distance{vector}", $"distance{vector}"));
            });
        writer.Line();
        writer.Comment("Joins the chunk to the earlier ones.");
        writer.Line($"ref float m = {At("mean", channel)};");
        writer.Line($"ref float d = {At("deviations", channel)};");
        for (int vector = 0; vector < vectors; vector++)
        {
            int offset = vector * simd.Lanes;
            writer.Line($"{simd.Floats} before{vector} = {simd.Load("m", offset)};");
            writer.Line($"{simd.Floats} apart{vector} = chunkMean{vector} - before{vector};");
            writer.Line(Store(simd.MultiplyAdd($"apart{vector}", "meanShare", $"before{vector}"), "m", offset));
            writer.Line(Store(
                $"({simd.Load("d", offset)} + {simd.MultiplyAdd($"apart{vector} * apart{vector}", "deviationShare", $"squares{vector}")})", "d", offset));
        }
    }

    /// <summary>Renders a pass over the chunk that adds up a value for each pixel. Rows of several pixels, and samples of several rows, have
    /// sums of their own.</summary>
    private static void RenderPass(
        KernelWriter writer, BatchNormStage stage, ChannelBlocks blocks, string what, string total, int vectors, string channel,
        Action<int, string> renderPixel)
    {
        Shape shape = stage.Input.Shape;
        bool hasRows = shape.Height > 1;
        bool hasColumns = shape.Width > 1;
        string ofSample = hasRows ? "ofSample" : total;
        string ofRow = hasColumns ? "ofRow" : ofSample;
        Action? Declare(bool has, string name) => !has ? null : () => blocks.Declare(vectors, name, _ => writer.Simd.Zero);
        Action? Add(bool has, string part, string sum) => !has ? null : () =>
        {
            writer.Line();
            for (int vector = 0; vector < vectors; vector++)
            {
                writer.Line($"{sum}{vector} += {part}{vector};");
            }
        };

        blocks.RenderPixels(
            what,
            channel,
            vectors,
            vector => renderPixel(vector, $"{ofRow}{vector}"),
            new ChannelBlocks.Levels(
                Declare(hasRows, ofSample), Declare(hasColumns, ofRow), Add(hasColumns, ofRow, ofSample), Add(hasRows, ofSample, total)),
            ("x", "input", "Input", stage.Input));
    }
}
