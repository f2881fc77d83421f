namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>A band of the list of live gradients, sorted by filter.</summary>
internal sealed class FilterListRenderer(KernelWriter writer, ConvStage stage)
{
    private readonly ConvBackwardSchedule _schedule = stage.Backward;

    public void Render()
    {
        bool isByField = _schedule.InputGradient is InputGradientByField;
        writer.Summary(isByField
            ? "Lists the gradients of some fields filter by filter. Returns the number of the entry after the last one."
            : "Lists some live gradients filter by filter.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(isByField
            ? "private static nint ListByFilter(\n"
                + "    ref LiveField fields, int first, int end, ref float values, ref int filters, nint entry,\n"
                + "    ref LiveGradient live, ref int counts)"
            : "private static void ListByFilter(\n"
                + "    ref float values, ref int filters, ref int offsets, nint first, nint end,\n"
                + "    ref LiveGradient live, ref int counts)"))
        {
            using (writer.Loop("Where each filter's list starts, and later ends.", EveryFilter))
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
                using (writer.Loop("Appends each live gradient to the list of its filter.", "for (nint entry = first; entry < end; entry++)"))
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
        using (writer.Loop("Every field.", "for (int i = first; i < end; i++)"))
        {
            writer.Line("ref LiveField field = ref Unsafe.Add(ref fields, i);");
            writer.Line("int offset = field.Offset;");
            writer.Line("nint next = entry + field.Count;");
            using (writer.Loop("Appends each live gradient of the field to the list of its filter.", "for (; entry < next; entry++)"))
            {
                RenderEntry("offset");
            }
        }
    }

    private void RenderEntry(string offset)
    {
        writer.Line("ref int listEnd = ref Unsafe.Add(ref counts, (nint)Unsafe.Add(ref filters, entry));");
        writer.Line("ref LiveGradient gradient = ref Unsafe.Add(ref live, (nint)listEnd);");
        writer.Line("listEnd++;");
        writer.Line($"gradient.Offset = {offset};");
        writer.Line("gradient.Gradient = Unsafe.Add(ref values, entry);");
    }

    private void RenderLengths()
    {
        using (writer.Loop("Turns the ends of the lists into their lengths.", EveryFilter))
        {
            writer.Line("ref int count = ref Unsafe.Add(ref counts, filter);");
            writer.Line("count -= filter * Capacity;");
            if (_schedule.Interleave == 2)
            {
                writer.Comment("The weight gradient takes two entries at a time: a zero gradient makes an odd list even.");
                using (writer.Block("if (count % 2 != 0)"))
                {
                    writer.Line("ref LiveGradient list = ref Unsafe.Add(ref live, filter * Capacity);");
                    writer.Line("Unsafe.Add(ref list, count).Offset = Unsafe.Add(ref list, count - 1).Offset;");
                    writer.Line("Unsafe.Add(ref list, count).Gradient = 0f;");
                    writer.Line("count++;");
                }
            }
        }
    }
}
