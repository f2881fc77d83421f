namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The order of a convolution's backward pass: what is listed for how many samples, and which product runs over it. The weights'
/// gradient comes with the lists or, where hardly any gradient is zero, before them and without.
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

    /// <summary>How many samples are taken together, and why.</summary>
    private static string Together(int samples, string whatStays) => samples == 1
        ? "One sample at a time."
        : $"Up to {samples} samples at a time, so that their {whatStays} in the first-level cache.";

    /// <summary>A loop over all samples, where they are taken together; tells how many an iteration has.</summary>
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

    /// <summary>The gradients of the weights over all outputs.</summary>
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

    /// <summary>The gradient of the input, where it does not share its lists with that of the weights.</summary>
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

    /// <summary>The list of live gradients as they lie in memory.</summary>
    private void RenderListing(string taken)
    {
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, first * OutputSample);");
        string[] won = _isPooled ? ["ref Unsafe.Add(ref winners, first * OutputSample)"] : [];
        string[] into = _isByField
            ? ["ref fields", "ref values", "ref filters"]
            : ["ref values", "ref filters", "ref offsets"];
        writer.Call($"int {Listed} = ListLive", ["ref g", .. won, .. into, taken]);
    }

    /// <summary>The gradient of the input over the list of fields, or only the zeros at which its sums start.</summary>
    private void RenderStartOfInputGradient(string dx, string taken)
    {
        writer.Line($"{dx} = ref Unsafe.Add(ref inputGradient, first * InputSample);");
        writer.Line($"Clear(ref dx, {taken});");
        if (_isByField)
        {
            writer.Line("InputGradient(ref weights, ref fields, fieldCount, ref values, ref filters, ref dx);");
        }
    }

    /// <summary>The length of the list: receptive fields, or entries.</summary>
    private string Listed => _isByField ? "fieldCount" : "entryCount";

    /// <summary>What runs over the lists of the filters, which are made for a part of the list at a time.</summary>
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
