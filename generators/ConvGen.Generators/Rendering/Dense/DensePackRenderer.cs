using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Dense;

/// <summary>Renders the packing of a fully connected layer's weights for kernels of prediction with units in lanes.</summary>
internal static class DensePackRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, DenseStage stage, UnitLanesForward forward) => KernelFile.RenderClass(
        plan,
        stage,
        "Pack",
        $"{stage.Name}: the weights as prediction reads them, one after the other",
        [
            ("from", $"[unit][input], {stage.Input.SampleStride} floats per unit, as training reads them"),
            ("to", $"[block of units][input][unit], {forward.PackedFloats} floats; lanes without a unit are zero"),
        ],
        [.. DenseRenderer.Distances(stage), .. UnitLanesRenderer.Distances(forward)],
        writer =>
        {
            int number = 0, packed = 0;
            foreach (UnitBlock block in forward.Blocks)
            {
                RenderPiece(writer, stage, block, number, packed);
                writer.Line();
                number++;
                packed += forward.PackedFloatsOf(block);
            }

            RenderUnits(writer, forward);
        });

    private static void RenderPiece(KernelWriter writer, DenseStage stage, UnitBlock block, int number, int packed)
    {
        writer.Summary($"Packs {Phrases.Range("unit", block.FirstUnit, block.Units)}.");
        using (writer.Block($"public static void {UnitPiece.MethodOf(number)}(ref float weights, ref float packed)"))
        {
            if (packed > 0)
            {
                writer.Line($"const int FirstPacked = {packed};");
            }

            writer.Call(
                "Units", At("weights", Offset.Sum((block.FirstUnit, "InputSample"))), At("packed", packed > 0 ? "FirstPacked" : "0"),
                $"units: {block.Units}", $"lanes: {block.Lanes}");
        }
    }

    private static void RenderUnits(KernelWriter writer, UnitLanesForward forward)
    {
        InputRuns inputs = forward.Inputs;
        string length = inputs.Length == inputs.Stride ? "InputSample" : $"{inputs.Length}";
        writer.Summary("Packs a block: the rows of weights become columns.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Units(ref float weights, ref float packed, int units, int lanes)"))
        {
            if (inputs.Count == 1)
            {
                writer.Call(
                    "VectorMath.Transpose", "ref weights", "InputSample", "ref packed", "lanes", "rows: units", $"columns: {length}");
                return;
            }

            using (writer.Loop("The inputs of every pixel, without its padding.", $"for (int pixel = 0; pixel < {inputs.Count}; pixel++)"))
            {
                writer.Call(
                    "VectorMath.Transpose", "ref Unsafe.Add(ref weights, pixel * InputRun)", "InputSample",
                    $"ref Unsafe.Add(ref packed, pixel * {inputs.Length} * lanes)", "lanes", "rows: units", $"columns: {length}");
            }
        }
    }
}
