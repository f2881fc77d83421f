namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>Renders the method that sorts a band of the list of live gradients by filter.</summary>
internal sealed class FilterListRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly ConvBackwardSchedule _schedule = stage.Backward;

    public void Render()
    {
        bool isByField = _schedule.InputGradient is InputGradientByField;
        writer.Summary(isByField
            ? "Sorts the live gradients of some fields by filter. Returns the entry after the last one."
            : "Sorts live gradients by filter.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(isByField
            ? "private static nint ListByFilter(\n"
                + "    ref LiveField fields, int firstField, int endField, ref float values, ref int filters, nint entry,\n"
                + "    ref LiveGradient lists, ref int counts)"
            : "private static void ListByFilter(\n"
                + "    ref float values, ref int filters, ref int offsets, nint firstEntry, nint endEntry,\n"
                + "    ref LiveGradient lists, ref int counts)"))
        {
            using (writer.Loop("Each list is empty: counts holds where it ends, at first its start.", EveryFilter))
            {
                writer.Line("Unsafe.Add(ref counts, filter) = filter * Capacity;");
            }

            writer.Line();
            if (isByField)
            {
                RenderFields();
            }
            else
            {
                using (writer.Loop("Appends each live gradient to the list of its filter.",
                    "for (nint entry = firstEntry; entry < endEntry; entry++)"))
                {
                    RenderEntry("Unsafe.Add(ref offsets, entry)");
                }
            }

            writer.Line();
            RenderLengths();
            if (isByField)
            {
                writer.Line();
                writer.Line("return entry;");
            }
        }
    }

    private string EveryFilter => $"for (int filter = 0; filter < {stage.Output.Shape.Channels}; filter++)";

    private void RenderFields()
    {
        using (writer.Block("for (int at = firstField; at < endField; at++)"))
        {
            writer.Line("ref LiveField field = ref Unsafe.Add(ref fields, at);");
            writer.Line("int offset = field.Offset;");
            writer.Line("nint endEntry = entry + field.Count;");
            using (writer.Loop("Appends each live gradient of the field to the list of its filter.",
                "for (; entry < endEntry; entry++)"))
            {
                RenderEntry("offset");
            }
        }
    }

    private void RenderEntry(string offset)
    {
        writer.Line("ref int listEnd = ref Unsafe.Add(ref counts, (nint)Unsafe.Add(ref filters, entry));");
        writer.Line("ref LiveGradient live = ref Unsafe.Add(ref lists, (nint)listEnd);");
        writer.Line("listEnd++;");
        writer.Line($"live.Offset = {offset};");
        writer.Line("live.Gradient = Unsafe.Add(ref values, entry);");
    }

    private void RenderLengths()
    {
        using (writer.Loop("Turns the ends of the lists into their lengths.", EveryFilter))
        {
            writer.Line("ref int count = ref Unsafe.Add(ref counts, filter);");
            writer.Line("count -= filter * Capacity;");
            if (_schedule.Interleave == 2)
            {
                writer.Comment("WeightGradient takes two at a time: a gradient of zero makes an odd list even.");
                using (writer.Block("if (count % 2 != 0)"))
                {
                    writer.Line("ref LiveGradient list = ref Unsafe.Add(ref lists, filter * Capacity);");
                    writer.Line("Unsafe.Add(ref list, count).Offset = Unsafe.Add(ref list, count - 1).Offset;");
                    writer.Line("Unsafe.Add(ref list, count).Gradient = 0f;");
                    writer.Line("count++;");
                }
            }
        }
    }
}
