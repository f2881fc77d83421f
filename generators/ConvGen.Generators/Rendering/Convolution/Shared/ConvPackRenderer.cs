using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>
/// Renders the packing of a convolution's weights for its forward kernel: in the order of the reduction, with contiguous filters.
/// </summary>
internal static class ConvPackRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, ConvStage stage) => KernelFile.RenderClass(
        plan,
        stage,
        ConvStage.PackPart,
        ConvHead.Title(stage, ": the weights as the forward kernel reads them, one after the other"),
        [
            ("from", $"[filter]{stage.Kernel.ReductionOrder}, {stage.Kernel.FilterStride} floats per filter, "
                + "so that the backward pass reads rows"),
            ("to", $"[block of filters]{stage.Kernel.ReductionOrder}[filter], {stage.Forward.PackedFloats} floats "
                + "with the biases; lanes without a filter stay zero"),
        ],
        [
            .. ConvDistances.OfWeights(stage),
            .. stage.Forward is WinogradForward transformed ? WinogradConvRenderer.WeightDistances(transformed) : [],
        ],
        writer =>
        {
            foreach (PackedFilters piece in PackedFilters.Of(stage))
            {
                RenderPiece(writer, stage, piece);
                writer.Line();
            }

            RenderFilters(writer, stage);
            if (stage.Forward is WinogradForward winograd)
            {
                writer.Line();
                RenderTransform(writer, stage, winograd);
            }
        });

    private static void RenderPiece(KernelWriter writer, ConvStage stage, PackedFilters piece)
    {
        bool hasBiases = piece.IsLast && stage.Bias is not null;
        string filters = Phrases.Range("filter", piece.FirstFilter, piece.Block.RealFilters);
        writer.Summary($"Packs {filters}{(hasBiases ? ", and all biases" : "")}.");
        string biases = hasBiases ? "ref float biases, " : "";
        using (writer.Block($"public static void {piece.Method}(ref float weights, {biases}ref float packed)"))
        {
            RenderBlockCalls(writer, stage, piece.Block, piece.FirstFilter);
            if (hasBiases)
            {
                writer.Line();
                writer.Line("ref float packedBiases = ref Unsafe.Add(ref packed, PackedBiases);");
                using (writer.Loop("Copies the biases.",
                    $"for (int filter = 0; filter < {stage.Conv.Output.Channels}; filter++)"))
                {
                    writer.Line("Unsafe.Add(ref packedBiases, filter) = Unsafe.Add(ref biases, filter);");
                }
            }
        }
    }

    private static void RenderBlockCalls(KernelWriter writer, ConvStage stage, ConvBlock block, int first)
    {
        VectorText simd = writer.Simd;
        string weights = At("weights", Offset.Sum((first, "FilterWeights")));
        string direct = At("packed", ConvDistances.PackedFilter(first));
        string lanes = $"lanes: {block.Filters}";
        writer.Call("Filters", weights, direct, $"filters: {block.RealFilters}", lanes);
        if (block is DirectBlock { EndsInHalf: true, WholeVectors: var whole })
        {
            int half = whole * simd.Lanes;
            writer.Comment("The last filters once more, in the upper half of their vector.");
            writer.Call(
                "Filters",
                At("weights", Offset.Sum((first + half, "FilterWeights"))),
                At("packed", Offset.Sum((first, "PackedFilter"), (half + simd.Lanes / 2, Offset.One))),
                $"filters: {block.RealFilters - half}",
                lanes);
        }

        if ((stage.Forward, block) is (WinogradForward winograd, WinogradBlock transformed))
        {
            writer.Call(
                "Transform", direct, At("packed", WinogradConvRenderer.TransformedWeights(winograd, first)), lanes,
                $"element: WeightElement{transformed.Filters}");
        }
    }

    private static void RenderFilters(KernelWriter writer, ConvStage stage)
    {
        ReductionLoop[] loops = [stage.Kernel.Outer, stage.Kernel.Middle, stage.Kernel.Inner];
        writer.Summary("Packs one block: the weights of all its filters at one place of the kernel, then at the next.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Filters(ref float weights, ref float packed, int filters, int lanes)"))
        {
            RenderLoops(writer, loops, 0, "");
        }
    }

    private static void RenderLoops(KernelWriter writer, ReductionLoop[] loops, int depth, string offset)
    {
        if (depth == loops.Length)
        {
            writer.Line(offset == "" ? "ref float w = ref weights;" : $"ref float w = ref Unsafe.Add(ref weights, {offset});");
            using (writer.Loop("Every filter goes to a lane of its own.", "for (int filter = 0; filter < filters; filter++)"))
            {
                writer.Line("Unsafe.Add(ref packed, filter) = w;");
                writer.Line(Advance("w", "FilterWeights"));
            }

            writer.Line(Advance("packed", "lanes"));
            return;
        }

        ReductionLoop loop = loops[depth];
        string step = loop.WeightStride == 1 ? loop.Variable : $"{loop.Variable} * {ConvDistances.KernelDistance(loop)}";
        string next = loop.Count == 1 ? offset : offset == "" ? step : $"{offset} + {step}";
        string header = $"for (int {loop.Variable} = 0; {loop.Variable} < {loop.Count}; {loop.Variable}++)";
        using (loop.Count == 1 ? null : offset == "" ? writer.Loop("In the order in which the forward kernel reads them.", header) : writer.Block(header))
        {
            RenderLoops(writer, loops, depth + 1, next);
        }
    }

    private static void RenderTransform(KernelWriter writer, ConvStage stage, WinogradForward schedule)
    {
        VectorText simd = writer.Simd;
        WinogradTransform transform = schedule.Transform;
        int channels = stage.Conv.Input.Channels;
        writer.Summary("Step 1: u = G g G^T for every channel and filter of one block; u lies as [element][channel][filter]. "
            + "element and tap are distances: to the next element, and to the next weight of a kernel.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Transform(ref float packed, ref float transformed, int lanes, int element)"))
        {
            int kernel = transform.Kernel;
            int size = transform.Size;
            string weights = $"{WinogradTransformRenderer.ClassName(transform)}.Weights";
            writer.Line($"int tap = {channels} * lanes;");
            using (writer.Loop($"Every channel, {simd.LanesInWords} filters at a time.",
                $"for (int i = 0; i < {channels} * lanes; i += {simd.Lanes})"))
            {
                writer.Line("ref float g = ref Unsafe.Add(ref packed, i);");
                writer.Line("ref float u = ref Unsafe.Add(ref transformed, i);");
                using (writer.Loop("The columns: h = G g, in the place of u.", $"for (int column = 0; column < {kernel}; column++)"))
                {
                    writer.Call(
                        weights, "ref Unsafe.Add(ref g, column * tap)", $"{kernel} * tap",
                        "ref Unsafe.Add(ref u, column * element)", $"{size} * element");
                }

                using (writer.Loop("The rows: u = h G^T.", $"for (int row = 0; row < {size}; row++)"))
                {
                    writer.Line($"ref float h = ref Unsafe.Add(ref u, row * {size} * element);");
                    writer.Call(weights, "ref h", "element", "ref h", "element");
                }
            }
        }
    }
}
