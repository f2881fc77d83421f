namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the entry method of a convolution's backward pass: for how many samples the live gradients are listed, and which products use
/// the lists. The weight gradient uses them too, or is computed first over every output if few gradients are zero.
/// </summary>
internal sealed class ConvBackwardRunRenderer(
    KernelWriter writer, ConvStage stage, WeightedBackward start, ExactConvolutionRenderer exact)
{
    private readonly ConvBackwardSchedule _schedule = stage.Backward;
    private readonly bool _isPooled = stage.Pool is not null;
    private readonly bool _isByField = stage.Backward.InputGradient is InputGradientByField;
    private readonly bool _isByFilter = stage.Backward.InputGradient is InputGradientByFilter;
    private readonly bool _isDense = stage.Backward.InputGradient is InputGradientDense;

    public void Render()
    {
        start.RenderSummary();
        writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
        using (writer.Braces())
        {
            start.RenderCall();
            exact.RenderStart();
            if (_schedule.EveryOutput is { } every)
            {
                RenderEveryOutput(every);
            }
            else
            {
                using (EverySamples(
                    Together(_schedule.GroupSamples, "input stays"), _schedule.GroupSamples, out string taken))
                {
                    writer.Line("ref float x = ref Unsafe.Add(ref input, first * InputSample);");
                    RenderListing(taken);
                    if (!_isDense)
                    {
                        writer.Line();
                        writer.Line("ref float dx = ref inputGradient;");
                        using (writer.Block("if (wantsInputGradient)"))
                        {
                            RenderStartOfInputGradient("dx", taken);
                        }
                    }

                    writer.Line();
                    RenderBands();
                }
            }

            if (_isDense || _schedule.EveryOutput is not null)
            {
                writer.Line();
                using (writer.Block("if (wantsInputGradient)"))
                {
                    RenderInputGradientAlone();
                }
            }
        }
    }

    /// <summary>Returns a comment that gives the number of samples processed together, and the reason.</summary>
    private static string Together(int samples, string whatStays) => samples == 1
        ? "One sample at a time."
        : $"Up to {samples} samples at a time, whose {whatStays} in the first-level cache.";

    /// <summary>Opens a loop over groups of <paramref name="together"/> samples; <paramref name="count"/> is the expression for the number
    /// of samples of an iteration.</summary>
    private IDisposable EverySamples(string comment, int together, out string count)
    {
        string step = together == 1 ? "first++" : $"first += {together}";
        IDisposable loop = writer.Loop(comment, $"for (int first = 0; first < samples; {step})");
        count = "1";
        if (together > 1)
        {
            writer.Line($"int taken = samples - first < {together} ? samples - first : {together};");
            count = "taken";
        }

        return loop;
    }

    /// <summary>Renders the weight gradient over all outputs.</summary>
    private void RenderEveryOutput(EveryOutputSchedule every)
    {
        bool hasBands = every.Rows < stage.Output.Shape.Height;
        using (EverySamples(Together(every.Samples, "inputs and gradients stay"), every.Samples, out string taken))
        using (hasBands
            ? writer.Loop($"{Phrases.Count(every.Rows, "row")} of outputs at a time, so that what is read stays in the first-level cache.",
                $"for (int row = 0; row < {stage.Output.Shape.Height}; row += {every.Rows})")
            : null)
        {
            string origin = stage.Output.Origin == 0 ? "" : " + OutputOrigin";
            string inputRow = hasBands ? $" + row * {Offset.Of(stage.PoolHeight * stage.Conv.StrideY, "InputRow")}" : "";
            string outputRow = hasBands ? " + row * OutputRow" : "";
            string place = $"first * OutputSample{origin}{outputRow}";
            string[] count = [];
            if (hasBands)
            {
                int height = stage.Output.Shape.Height;
                count = ["rows"];
                writer.Line(height % every.Rows == 0
                    ? $"int rows = {every.Rows};"
                    : $"int rows = {height} - row < {every.Rows} ? {height} - row : {every.Rows};");
            }
            else if (every.Samples > 1)
            {
                count = [taken];
            }

            string[] won = _isPooled ? [$"ref Unsafe.Add(ref winners, {place})"] : [];
            exact.RenderWeightGradient(() => writer.Call(
                "WeightGradient",
                [
                    $"ref Unsafe.Add(ref input, first * InputSample{inputRow})", $"ref Unsafe.Add(ref outputGradient, {place})",
                    .. won, "ref weightGradient", .. count,
                ]));
        }
    }

    /// <summary>Renders the input gradient, if it does not share its lists with the weight gradient.</summary>
    private void RenderInputGradientAlone()
    {
        if (_isDense)
        {
            writer.Call(
                "InputGradient",
                "ref weights", "ref outputGradient", "ref bordered", "ref mirrored",
                "ref inputGradient", "samples");
            return;
        }

        using (EverySamples(Together(_schedule.GroupSamples, "input gradient stays"),
            _schedule.GroupSamples, out string taken))
        {
            RenderListing(taken);
            RenderStartOfInputGradient("ref float dx", taken);
            if (_isByFilter)
            {
                writer.Line();
                RenderBands();
            }
        }
    }

    /// <summary>Renders the call that lists the live gradients in the order of the output gradient in memory.</summary>
    private void RenderListing(string taken)
    {
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, first * OutputSample);");
        string[] won = _isPooled ? ["ref Unsafe.Add(ref winners, first * OutputSample)"] : [];
        string[] into = _isByField
            ? ["ref fields", "ref values", "ref filters"]
            : ["ref values", "ref filters", "ref offsets"];
        writer.Call($"int {Listed} = ListLive", ["ref g", .. won, .. into, taken]);
    }

    /// <summary>Renders the start of the input gradient: by field, the whole product; by filter, only the initial zeros.</summary>
    private void RenderStartOfInputGradient(string dx, string taken)
    {
        writer.Line($"{dx} = ref Unsafe.Add(ref inputGradient, first * InputSample);");
        writer.Line($"Clear(ref dx, {taken});");
        if (_isByField)
        {
            writer.Line("InputGradient(ref weights, ref fields, fieldCount, ref values, ref filters, ref dx);");
        }
    }

    /// <summary>The name of the length of the list: the number of receptive fields, or of entries.</summary>
    private string Listed => _isByField ? "fieldCount" : "entryCount";

    /// <summary>Renders the products that use the filters' lists, which are filled for one band of live gradients at a time.</summary>
    private void RenderBands()
    {
        (string first, string end, string band) = _isByField
            ? ("firstField", "endField", "BandFields")
            : ("firstEntry", "endEntry", "BandEntries");
        if (_isByField && _schedule.HasBands)
        {
            writer.Line("nint entry = 0;");
        }

        using (_schedule.HasBands
            ? writer.Loop("A part of the list at a time: its receptive fields stay in the first-level cache for all filters.",
                $"for (int {first} = 0; {first} < {Listed}; {first} += {band})")
            : null)
        {
            if (_schedule.HasBands)
            {
                writer.Line($"int {end} = {Listed} - {first} < {band} ? {Listed} : {first} + {band};");
            }

            string part = _schedule.HasBands ? $"{first}, {end}" : $"0, {Listed}";
            string next = _schedule.HasBands ? "entry = " : "";
            string entry = _schedule.HasBands ? "entry" : "0";
            writer.Line(_isByField
                ? $"{next}ListByFilter(ref fields, {part}, ref values, ref filters, {entry}, ref lists, ref counts);"
                : $"ListByFilter(ref values, ref filters, ref offsets, {part}, ref lists, ref counts);");
            const string InputGradient = "InputGradient(ref weights, ref lists, ref counts, ref dx);";
            if (_schedule.EveryOutput is not null)
            {
                writer.Line(InputGradient);
                return;
            }

            exact.RenderWeightGradient(() =>
                writer.Line("WeightGradient(ref x, ref lists, ref counts, ref weightGradient);"));
            if (_isByFilter)
            {
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Line(InputGradient);
                }
            }
        }
    }
}
