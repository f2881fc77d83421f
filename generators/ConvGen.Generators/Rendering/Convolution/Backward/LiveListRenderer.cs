using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The list of live gradients in the order in which the output gradient lies in memory. Where the input's gradient is computed
/// field by field it is grouped by receptive field; elsewhere each entry has the offset of its own.
/// </summary>
internal sealed class LiveListRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText simd = writer.Simd;
    private readonly ActivationLayout output = stage.Output;
    private readonly bool isPooled = stage.Pool is not null;
    private readonly bool isByField = stage.Backward.InputGradient is InputGradientByField;

    public void Render()
    {
        writer.Summary(isByField
            ? "Lists, receptive field by receptive field, the gradients that are not zero, with their filters. "
                + (isPooled ? "A window's gradient belongs to the field that won it. " : "")
                + "Returns the number of fields that have one."
            : "Lists the gradients that are not zero, with their filters and the offsets of their receptive fields"
                + (isPooled ? ": those that won the windows. " : ". ")
                + "Returns their number.");
        writer.Line(KernelFile.KernelAttribute);
        string winners = isPooled ? "ref int winners, " : "";
        string lists = isByField
            ? "ref LiveField fields, ref float values, ref int filters"
            : "ref float values, ref int filters, ref int offsets";
        using (writer.Block($"private static int ListLive(\n    ref float outputGradient, {winners}{lists}, int samples)"))
        {
            writer.Line("ref byte orders = ref LiveLanes.Orders;");
            writer.Line("int entries = 0;");
            if (isByField)
            {
                writer.Line("int count = 0;");
            }

            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            using (writer.LoopUnlessOnce(output.Shape.Height, "Every row of outputs.", "row"))
            {
                RenderRow();
            }

            writer.Line();
            writer.Line(isByField ? "return count;" : "return entries;");
        }
    }

    private void RenderRow()
    {
        string fieldRow = output.Shape.Height == 1 ? "" : $" + row * {stage.PoolHeight * stage.FieldStepY}";
        writer.Line($"int start = {KernelFile.OutputRowStart(output)};");
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
        if (isPooled)
        {
            writer.Line("ref int winner = ref Unsafe.Add(ref winners, start);");
        }

        writer.Line($"int field = sample * InputSample{fieldRow};");
        using (writer.LoopUnlessOnce(output.Shape.Width, "Every output of the row.", "column"))
        {
            if (isByField)
            {
                RenderWindow();
            }
            else
            {
                RenderFilters();
            }

            writer.Line();
            writer.Line($"field += {stage.PoolWidth * stage.FieldStepX};");
            writer.Line(Advance("g", "OutputPixel"));
            if (isPooled)
            {
                writer.Line(Advance("winner", "OutputPixel"));
            }
        }
    }

    /// <summary>The receptive fields of a window, or the one of an output.</summary>
    private void RenderWindow()
    {
        using (writer.LoopUnlessOnce(stage.PoolHeight, "Every row of the window.", "y"))
        using (writer.LoopUnlessOnce(stage.PoolWidth, "Every field of that row.", "x"))
        {
            if (isPooled)
            {
                string[] terms =
                    [.. Term("y", stage.PoolHeight, stage.FieldStepY), .. Term("x", stage.PoolWidth, stage.FieldStepX)];
                writer.Line($"int place = {(terms.Length == 0 ? "0" : string.Join(" + ", terms))};");
            }

            writer.Line("int before = entries;");
            RenderFilters();
            writer.Line();
            writer.Comment("Every field is written, and the list grows where one of its gradients is alive.");
            writer.Line("ref LiveField entry = ref Unsafe.Add(ref fields, count);");
            writer.Line(isPooled ? "entry.Offset = field + place;" : "entry.Offset = field;");
            writer.Line("entry.Count = entries - before;");
            writer.Line("count += entries != before ? 1 : 0;");
        }
    }

    /// <summary>A loop variable times its step, where there is a loop.</summary>
    private static string[] Term(string variable, int count, int step) =>
        count == 1 ? [] : step == 1 ? [variable] : [$"{variable} * {step}"];

    /// <summary>All filters of an output, a vector of them at a time.</summary>
    private void RenderFilters()
    {
        int rest = output.Shape.Channels % simd.Lanes;
        int whole = output.Shape.Channels - rest;
        if (whole > 0)
        {
            using (whole > simd.Lanes
                ? writer.Loop(simd.AtATime("filters"), $"for (int filter = 0; filter < {whole}; filter += {simd.Lanes})")
                : rest > 0 ? writer.Scope($"The first {simd.Lanes} filters.") : null)
            {
                RenderVector(
                    whole > simd.Lanes ? "filter" : "0",
                    memory => whole > simd.Lanes ? simd.Load(memory, "filter") : simd.Load(memory),
                    simd.Lanes);
            }
        }

        if (rest > 0)
        {
            using (whole > 0 ? writer.Scope($"{Phrases.Some("The last", rest, "filter")}.") : null)
            {
                RenderVector($"{whole}", memory => simd.Load(memory, whole), rest);
            }
        }
    }

    private void RenderVector(string filter, Func<string, string> load, int lanes)
    {
        writer.Line($"{simd.Floats} gradients = {load("g")};");
        string live = "LiveLanes.Of(gradients)";
        if (isPooled)
        {
            writer.Line($"{simd.Integers} wins = {load("winner")};");
            live += isByField ? " & LiveLanes.Won(wins, place)" : "";
        }

        // Padding is dead, whatever it holds.
        live += lanes < simd.Lanes ? $" & {(1 << lanes) - 1}" : "";
        writer.Line($"uint live = {live};");
        string[] offset = isByField ? [] : [(isPooled ? "wins + " : "") + simd.Create("field")];
        string[] offsets = isByField ? [] : ["ref offsets"];
        writer.Call(
            "entries = LiveLanes.Append",
            ["gradients", .. offset, "live", filter, "ref orders", "ref values", "ref filters", .. offsets, "entries"]);
    }
}
