using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the method that lists the live gradients in the order of the output gradient in memory. If the input gradient is computed by
/// receptive field, the list is grouped by field; otherwise each entry has the offset of its field.
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
            ? "Lists the receptive fields with live gradients, and field by field these with their filters. Returns the number of fields."
            : "Lists the live gradients with their filters and the offsets of their receptive fields. Returns their number.");
        writer.Line(KernelFile.KernelAttribute);
        string winners = _isPooled ? "ref int winners, " : "";
        string lists = _isByField
            ? "ref LiveField fields, ref float values, ref int filters"
            : "ref float values, ref int filters, ref int offsets";
        using (writer.Block($"private static int ListLive(\n    ref float outputGradient, {winners}{lists}, int samples)"))
        {
            writer.Comment("How to bring the live lanes of a vector to its front.");
            writer.Line("ref byte orders = ref LiveLanes.Orders;");
            writer.Line("int entries = 0;");
            if (_isByField)
            {
                writer.Line("int fieldCount = 0;");
            }

            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            using (Repeat(_output.Shape.Height, "row"))
            {
                RenderRow();
            }

            writer.Line();
            writer.Line(_isByField ? "return fieldCount;" : "return entries;");
        }
    }

    private void RenderRow()
    {
        string fieldRow = _output.Shape.Height == 1 ? ""
            : $" + row * {Offset.Of(stage.PoolHeight * stage.Conv.StrideY, "InputRow")}";
        writer.Line($"int start = {KernelFile.OutputRowStart(_output)};");
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, start);");
        if (_isPooled)
        {
            writer.Line("ref int winner = ref Unsafe.Add(ref winners, start);");
        }

        writer.Line($"int {First} = sample * InputSample{fieldRow};");
        using (Repeat(_output.Shape.Width, "column"))
        {
            if (_isByField)
            {
                RenderWindow();
            }
            else
            {
                RenderFilters();
            }

            if (_output.Shape.Width == 1)
            {
                return;
            }

            writer.Line();
            writer.Line($"{First} += {Offset.Of(stage.PoolWidth * stage.Conv.StrideX, "InputPixel")};");
            writer.Line(Advance("g", "OutputPixel"));
            if (_isPooled)
            {
                writer.Line(Advance("winner", "OutputPixel"));
            }
        }
    }

    /// <summary>Renders the listing of the receptive fields of an output: those of its pooling window, or a single one.</summary>
    private void RenderWindow()
    {
        using (Repeat(stage.PoolHeight, "i"))
        using (Repeat(stage.PoolWidth, "j"))
        {
            string offset = First;
            if (_isPooled)
            {
                string[] terms =
                [
                    .. Term("i", stage.PoolHeight, stage.Conv.StrideY, "InputRow"),
                    .. Term("j", stage.PoolWidth, stage.Conv.StrideX, "InputPixel"),
                ];
                writer.Line($"int place = {(terms.Length == 0 ? "0" : string.Join(" + ", terms))};");
                offset += " + place";
            }

            writer.Line("int before = entries;");
            RenderFilters();
            writer.Line();
            writer.Comment("The field is written in any case, and stays in the list if it has a live gradient.");
            writer.Line("ref LiveField field = ref Unsafe.Add(ref fields, fieldCount);");
            writer.Line($"field.Offset = {offset};");
            writer.Line("field.Count = entries - before;");
            writer.Line("fieldCount += entries != before ? 1 : 0;");
        }
    }

    /// <summary>The name of the offset of an output's receptive field, or of the first one of its window.</summary>
    private string First => _isPooled ? "window" : "offset";

    /// <summary>Returns a loop variable times its step, if there is a loop.</summary>
    private static string[] Term(string variable, int count, int step, string distance) =>
        count == 1 ? [] : [$"{variable} * {Offset.Of(step, distance)}"];

    private IDisposable? Repeat(int count, string variable) =>
        count == 1 ? null : writer.Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)");

    /// <summary>Renders the listing of all filters of an output, one vector at a time.</summary>
    private void RenderFilters()
    {
        int rest = _output.Shape.Channels % _simd.Lanes;
        int whole = _output.Shape.Channels - rest;
        if (whole > 0)
        {
            using (whole > _simd.Lanes
                ? writer.Loop(
                    _simd.AtATime("filters").TrimEnd('.') + ", of which the live ones are appended.",
                    $"for (int filter = 0; filter < {whole}; filter += {_simd.Lanes})")
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
            using (whole > 0 ? writer.Scope($"{Phrases.Some("The last", rest, "filter")}: {(rest == 1 ? "bit 0" : $"bits 0 to {rest - 1}")}.") : null)
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
            writer.Line($"{_simd.Integers} places = {load("winner")};");
            live += _isByField ? " & LiveLanes.Won(places, place)" : "";
        }

        // Padding is never live, whatever its values.
        live += lanes < _simd.Lanes ? $" & {(1 << lanes) - 1}" : "";
        writer.Line($"uint lanes = {live};");
        string[] offset = _isByField ? [] : [(_isPooled ? "places + " : "") + _simd.Create(First)];
        string[] offsets = _isByField ? [] : ["ref offsets"];
        writer.Call(
            "entries = LiveLanes.Append",
            ["gradients", .. offset, "lanes", filter, "ref orders", "ref values", "ref filters", .. offsets, "entries"]);
    }
}
