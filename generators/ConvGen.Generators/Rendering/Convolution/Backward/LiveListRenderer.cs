using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The list of live gradients in the order in which the output gradient lies in memory. Where the input's gradient is computed
/// field by field it is grouped by receptive field; elsewhere each entry has the offset of its own.
/// </summary>
internal sealed class LiveListRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly ActivationLayout _output = stage.Output;
    private readonly bool _isPooled = stage.Pool is not null;
    private readonly bool _isByField = stage.Backward.InputGradient is InputGradientByField;

    public void Render()
    {
        writer.Summary(_isByField
            ? "Lists, receptive field by receptive field, the gradients that are not zero, with their filters. "
                + (_isPooled ? "A window's gradient belongs to the field that won it. " : "")
                + "Returns the number of fields that have one."
            : "Lists the gradients that are not zero, with their filters and the offsets of their receptive fields"
                + (_isPooled ? ": those that won the windows. " : ". ")
                + "Returns their number.");
        writer.Line(KernelFile.KernelAttribute);
        string winners = _isPooled ? "ref int winners, " : "";
        string lists = _isByField
            ? "ref LiveField fields, ref float values, ref int filters"
            : "ref float values, ref int filters, ref int offsets";
        using (writer.Block($"private static int ListLive(\n    ref float outputGradient, {winners}{lists}, int samples)"))
        {
            writer.Line("ref byte orders = ref LiveLanes.Orders;");
            writer.Line("int entries = 0;");
            if (_isByField)
            {
                writer.Line("int count = 0;");
            }

            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            using (writer.LoopUnlessOnce(_output.Shape.Height, "Every row of outputs.", "row"))
            {
                RenderRow();
            }

            writer.Line();
            writer.Line(_isByField ? "return count;" : "return entries;");
        }
    }

    private void RenderRow()
    {
        string fieldRow = _output.Shape.Height == 1 ? "" : $" + row * {stage.PoolHeight * stage.FieldStepY}";
        writer.Line($"int start = {KernelFile.OutputRowStart(_output)};");
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
        if (_isPooled)
        {
            writer.Line("ref int winner = ref Unsafe.Add(ref winners, start);");
        }

        writer.Line($"int field = sample * InputSample{fieldRow};");
        using (writer.LoopUnlessOnce(_output.Shape.Width, "Every output of the row.", "column"))
        {
            if (_isByField)
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
            if (_isPooled)
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
            if (_isPooled)
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
            writer.Line(_isPooled ? "entry.Offset = field + place;" : "entry.Offset = field;");
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
        int rest = _output.Shape.Channels % _simd.Lanes;
        int whole = _output.Shape.Channels - rest;
        if (whole > 0)
        {
            using (whole > _simd.Lanes
                ? writer.Loop(_simd.AtATime("filters"), $"for (int filter = 0; filter < {whole}; filter += {_simd.Lanes})")
                : rest > 0 ? writer.Scope($"The first {_simd.Lanes} filters.") : null)
            {
                RenderVector(
                    whole > _simd.Lanes ? "filter" : "0",
                    memory => whole > _simd.Lanes ? _simd.Load(memory, "filter") : _simd.Load(memory),
                    _simd.Lanes);
            }
        }

        if (rest > 0)
        {
            using (whole > 0 ? writer.Scope($"{Phrases.Some("The last", rest, "filter")}.") : null)
            {
                RenderVector($"{whole}", memory => _simd.Load(memory, whole), rest);
            }
        }
    }

    private void RenderVector(string filter, Func<string, string> load, int lanes)
    {
        writer.Line($"{_simd.Floats} gradients = {load("g")};");
        string live = "LiveLanes.Of(gradients)";
        if (_isPooled)
        {
            writer.Line($"{_simd.Integers} wins = {load("winner")};");
            live += _isByField ? " & LiveLanes.Won(wins, place)" : "";
        }

        // Padding is dead, whatever it holds.
        live += lanes < _simd.Lanes ? $" & {(1 << lanes) - 1}" : "";
        writer.Line($"uint live = {live};");
        string[] offset = _isByField ? [] : [(_isPooled ? "wins + " : "") + _simd.Create("field")];
        string[] offsets = _isByField ? [] : ["ref offsets"];
        writer.Call(
            "entries = LiveLanes.Append",
            ["gradients", .. offset, "live", filter, "ref orders", "ref values", "ref filters", .. offsets, "entries"]);
    }
}
