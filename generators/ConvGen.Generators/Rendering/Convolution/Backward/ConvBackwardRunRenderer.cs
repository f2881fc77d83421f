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
                using (EverySamples(Together(_schedule.GroupSamples, "lists and input stay in the cache"),
                    _schedule.GroupSamples, out string group))
                {
                    writer.Line("ref float x = ref Unsafe.Add(ref input, first * InputSample);");
                    RenderListing(group);
                    if (!_isDense)
                    {
                        writer.Line();
                        writer.Line("ref float dx = ref inputGradient;");
                        using (writer.Block("if (wantsInputGradient)"))
                        {
                            RenderStartOfInputGradient("dx", group);
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

    private static string Together(int samples, string reason) =>
        $"{(samples == 1 ? "One sample" : $"Up to {samples} samples")} at a time, so that {reason}.";

    /// <summary>A loop over all samples, where they are taken together; tells how many an iteration has.</summary>
    private IDisposable EverySamples(string comment, int together, out string count)
    {
        string step = together == 1 ? "first++" : $"first += {together}";
        IDisposable loop = writer.Loop(comment, $"for (int first = 0; first < samples; {step})");
        count = "1";
        if (together > 1)
        {
            writer.Line($"int group = samples - first < {together} ? samples - first : {together};");
            count = "group";
        }

        return loop;
    }

    /// <summary>The gradients of the weights over all outputs.</summary>
    private void RenderEveryOutput(EveryOutputSchedule every)
    {
        bool hasBands = every.Rows < stage.Output.Shape.Height;
        using (EverySamples(Together(every.Samples, "what is read stays in the first-level cache"), every.Samples, out string group))
        using (hasBands
            ? writer.Loop($"{Phrases.Some("Every", every.Rows, "row")} of outputs.",
                $"for (int row = 0; row < {stage.Output.Shape.Height}; row += {every.Rows})")
            : null)
        {
            string origin = stage.Output.Origin == 0 ? "" : " + OutputOrigin";
            string inputRow = hasBands ? $" + row * {stage.PoolHeight * stage.FieldStepY}" : "";
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
                count = [group];
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

        using (EverySamples(Together(_schedule.GroupSamples, "lists and input gradient stay in the cache"),
            _schedule.GroupSamples, out string group))
        {
            RenderListing(group);
            RenderStartOfInputGradient("ref float dx", group);
            if (_isByFilter)
            {
                writer.Line();
                RenderBands();
            }
        }
    }

    /// <summary>The list of live gradients as they lie in memory.</summary>
    private void RenderListing(string group)
    {
        writer.Line("ref float g = ref Unsafe.Add(ref outputGradient, first * OutputSample);");
        string[] won = _isPooled ? ["ref Unsafe.Add(ref winners, first * OutputSample)"] : [];
        string[] into = _isByField
            ? ["ref fields", "ref values", "ref filters"]
            : ["ref values", "ref filters", "ref offsets"];
        writer.Call("int count = ListLive", ["ref g", .. won, .. into, group]);
    }

    /// <summary>The gradient of the input over the list of fields, or only the zeros at which its sums start.</summary>
    private void RenderStartOfInputGradient(string dx, string group)
    {
        writer.Line($"{dx} = ref Unsafe.Add(ref inputGradient, first * InputSample);");
        writer.Line($"Clear(ref dx, {group});");
        if (_isByField)
        {
            writer.Line("InputGradient(ref weights, ref fields, count, ref values, ref filters, ref dx);");
        }
    }

    /// <summary>What runs over the lists of the filters, which are made for a part of the list at a time.</summary>
    private void RenderBands()
    {
        (string variable, string band) = _isByField ? ("field", "BandFields") : ("entry", "BandEntries");
        string end = _schedule.HasBands ? "end" : "count";
        if (_isByField)
        {
            writer.Line("nint entry = 0;");
        }

        using (_schedule.HasBands
            ? writer.Loop("A part of the list at a time, so that the input below it stays there while all filters use it.",
                $"for (int {variable} = 0; {variable} < count; {variable} += {band})")
            : null)
        {
            if (_schedule.HasBands)
            {
                writer.Line($"int end = count - {variable} < {band} ? count : {variable} + {band};");
            }

            string start = _schedule.HasBands ? variable : "0";
            writer.Line(_isByField
                ? $"entry = ListByFilter(ref fields, {start}, {end}, ref values, ref filters, entry, ref live, ref counts);"
                : $"ListByFilter(ref values, ref filters, ref offsets, {start}, {end}, ref live, ref counts);");
            const string InputGradient = "InputGradient(ref weights, ref live, ref counts, ref dx);";
            if (_schedule.EveryOutput is not null)
            {
                writer.Line(InputGradient);
                return;
            }

            exact.RenderWeightGradient(() =>
                writer.Line("WeightGradient(ref x, ref live, ref counts, ref weightGradient);"));
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
