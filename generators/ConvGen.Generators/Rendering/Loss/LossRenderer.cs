using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Loss;

/// <summary>Renders the loss with its gradient, and the function that converts logits to probabilities in prediction.</summary>
internal static class LossRenderer
{
    private const string SampleLoop = "for (int sample = 0; sample < samples; sample++)";

    public static GeneratedFile Render(NetworkPlan plan, LossFunction loss) => KernelFile.RenderClass(
        plan,
        "Loss",
        $"The loss, {loss}: {LossText.Formula(loss)}",
        LossText.Head(plan, loss),
        "LossFunction",
        [
            ("OutputSample", plan.Logits.SampleStride, "Floats from one sample of the output to the next."),
            ("TargetSample", plan.Output.Shape.Length, "Floats from the targets of one sample to those of the next."),
        ],
        writer =>
        {
            if (loss.PredictsProbabilities())
            {
                RenderPredict(writer, plan, loss);
                writer.Line();
            }

            RenderTrain(writer, plan, loss);
        });

    private static void RenderPredict(KernelWriter writer, NetworkPlan plan, LossFunction loss)
    {
        bool isSoftmax = loss is LossFunction.SoftmaxCrossEntropy;
        writer.Summary(isSoftmax
            ? "z[k] = exp(z[k] - max z) / sum over j of exp(z[j] - max z), in place. Without the maximum, exp could overflow. In three "
                + "short loops, so that the processor overlaps the work of several samples."
            : "z[k] = sigmoid(z[k]), in place.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("public static void Probabilities(ref float logits, int samples)"))
        {
            if (isSoftmax)
            {
                RenderSoftmax(writer, plan);
            }
            else
            {
                using (writer.Block(SampleLoop))
                {
                    RenderSampleReference(writer, "z", "logits");
                    using (RenderVectorLoop(writer, writer.Simd.AtATime("values")))
                    {
                        RenderInPlace(writer, "z", value => $"VectorMath.Sigmoid({value})");
                    }
                }
            }
        }
    }

    /// <summary>
    /// Renders softmax in three loops over the samples. Within a sample each operation waits for the previous one. The processor overlaps
    /// the operations of several samples only if each loop body is short.
    /// </summary>
    private static void RenderSoftmax(KernelWriter writer, NetworkPlan plan)
    {
        VectorText simd = writer.Simd;
        using (writer.Loop("1. Subtracts from the values of each sample the largest of them.", SampleLoop))
        {
            RenderSampleReference(writer, "z", "logits");
            RenderLargest(writer, plan);
            using (RenderVectorLoop(writer, "After this no value is above zero, and no exponential above one."))
            {
                RenderInPlace(writer, "z", value => $"({value} - largest)");
            }
        }

        writer.Line();
        using (writer.Loop("2. The exponentials of all samples.", $"for (int k = 0; k < samples * OutputSample; k += {simd.Lanes})"))
        {
            RenderInPlace(writer, "logits", value => $"VectorMath.Exp({value})");
        }

        writer.Line();
        using (writer.Loop("3. Divides the exponentials of each sample by their sum, which makes them probabilities.", SampleLoop))
        {
            RenderSampleReference(writer, "e", "logits");
            writer.Line($"{simd.Floats} sums = {simd.Zero};");
            using (RenderVectorLoop(writer, "The sum, lane by lane."))
            {
                writer.Line($"sums += {simd.Load("e", "k")};");
            }

            writer.Line();
            writer.Line($"{simd.Floats} sum = {simd.Create(SumLanes("sums"))};");
            using (RenderVectorLoop(writer, "The probabilities."))
            {
                RenderInPlace(writer, "e", value => $"({value} / sum)");
            }
        }
    }

    /// <summary>Renders the replacement of the vector at <c>k</c> by a function of it.</summary>
    private static void RenderInPlace(KernelWriter writer, string memory, Func<string, string> function)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} value = {simd.Load(memory, "k")};");
        writer.Line(Store(function("value"), memory, "k"));
    }

    private static void RenderTrain(KernelWriter writer, NetworkPlan plan, LossFunction loss)
    {
        VectorText simd = writer.Simd;
        writer.Summary($"Returns {LossText.Formula(loss)}, summed over the samples; sets g = scale * dL/dz.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("public static double WithGradient(\n    "
            + "ref float logits, ref float targets, ref float gradient, float scale, int samples)"))
        {
            writer.Line("double total = 0;");
            using (writer.Block(SampleLoop))
            {
                RenderSampleReference(writer, "z", "logits");
                RenderSampleReference(writer, "g", "gradient");
                writer.Line("ref float t = ref Unsafe.Add(ref targets, sample * TargetSample);");
                switch (loss)
                {
                    case LossFunction.SoftmaxCrossEntropy:
                        RenderSoftmaxSample(writer, plan);
                        break;
                    case LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            "VectorMath.Sigmoid(value) - target",
                            $"VectorMath.Maximum(value, {simd.Zero}) - value * target\n"
                            + $"    + VectorMath.LogOnePlus(VectorMath.Exp(-{simd.Abs("value")}))",
                            "L = max(z, 0) - z * t + ln(1 + exp(-|z|)), which is the same and never overflows.");
                        break;
                    case LossFunction.MeanSquaredError:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            $"{simd.Create("2f")} * (value - target)",
                            "(value - target) * (value - target)",
                            simd.AtATime("values"));
                        break;
                    case LossFunction.QuadraticCost:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            "value - target",
                            $"{simd.Create("0.5f")} * (value - target) * (value - target)",
                            simd.AtATime("values"));
                        break;
                    default:
                        throw Unreachable.Kind(loss);
                }
            }

            writer.Line();
            writer.Line("return total;");
        }
    }

    private static void RenderSampleReference(KernelWriter writer, string name, string source) =>
        writer.Line($"ref float {name} = ref Unsafe.Add(ref {source}, sample * OutputSample);");

    private static IDisposable RenderVectorLoop(KernelWriter writer, string comment) =>
        writer.Loop(comment, $"for (int k = 0; k < OutputSample; k += {writer.Simd.Lanes})");

    /// <summary>Returns the number of values in the last vector of a sample, or zero if that vector has no padding.</summary>
    private static int Rest(NetworkPlan plan) => plan.Output.Shape.Length % plan.Target.Lanes;

    /// <summary>Returns the offset of the last vector of a sample.</summary>
    private static int LastVector(NetworkPlan plan) => plan.Logits.SampleStride - plan.Target.Lanes;

    /// <summary>Renders the search for the largest z of a sample, which is then in every lane of <c>largest</c>.</summary>
    private static void RenderLargest(KernelWriter writer, NetworkPlan plan)
    {
        VectorText simd = writer.Simd;
        int rest = Rest(plan);
        if (rest > 0)
        {
            string last = LastVector(plan) == 0 ? "0" : $"OutputSample - {simd.Lanes}";
            string filled = Select("real", "end", simd.Create("float.NegativeInfinity"));
            writer.Comment("The padding after the last value becomes minus infinity, whose exponential is zero.");
            writer.Line($"{simd.Floats} end = {simd.LoadFar("z", last)};");
            writer.Line($"{simd.Floats} real = {simd.FirstLanes(rest)};");
            writer.Line(StoreFar(filled, "z", last));
        }

        writer.Line($"{simd.Floats} largest = {simd.Create("float.NegativeInfinity")};");
        using (RenderVectorLoop(writer, "The largest of every lane, then of all."))
        {
            writer.Line($"largest = {simd.MaxNative("largest", simd.Load("z", "k"))};");
        }

        writer.Line();
        writer.Line("largest = VectorMath.LargestLane(largest);");
    }

    private static void RenderSoftmaxSample(KernelWriter writer, NetworkPlan plan)
    {
        VectorText simd = writer.Simd;
        RenderLargest(writer, plan);
        writer.Line($"{simd.Floats} sums = {simd.Zero};");
        using (RenderVectorLoop(writer, "The exponentials, kept in g for now, and their sum."))
        {
            writer.Line($"{simd.Floats} e = VectorMath.Exp({simd.Load("z", "k")} - largest);");
            writer.Line(Store("e", "g", "k"));
            writer.Line("sums += e;");
        }

        writer.Line();
        writer.Line($"{simd.Floats} sum = {simd.Create(SumLanes("sums"))};");
        writer.Line();
        writer.Comment("ln(p[k]) = z[k] - max z - ln(sum); where a target is zero, nothing is added, whatever the logarithm.");
        writer.Line($"{simd.Floats} logarithm = VectorMath.Log(sum);");
        writer.Line($"{simd.Floats} losses = {simd.Zero};");
        writer.Line($"{simd.Floats} targetSums = {simd.Zero};");
        using (RenderVectorLoop(writer, "The loss, and the sum of the targets."))
        {
            RenderTarget(writer, plan);
            string isZero = simd.AreEqual("target", simd.Zero);
            writer.Line($"{simd.Floats} loss = target * (logarithm - ({simd.Load("z", "k")} - largest));");
            writer.Line($"losses += {Select(isZero, simd.Zero, "loss")};");
            writer.Line("targetSums += target;");
        }

        writer.Line();
        writer.Line($"total += {SumLanes("losses")};");
        writer.Line($"{simd.Floats} targetSum = {simd.Create(SumLanes("targetSums"))};");
        using (RenderVectorLoop(writer, "The gradient."))
        {
            RenderTarget(writer, plan);
            writer.Line($"{simd.Floats} p = {simd.Load("g", "k")} / sum;");
            writer.Line(Store($"({simd.Create("scale")} * (p * targetSum - target))", "g", "k"));
        }
    }

    private static void RenderElementwiseSample(
        KernelWriter writer, NetworkPlan plan, string gradient, string loss, string comment)
    {
        VectorText simd = writer.Simd;
        writer.Line($"{simd.Floats} losses = {simd.Zero};");
        if (Rest(plan) > 0)
        {
            writer.Line($"{simd.Floats} real = {simd.FirstLanes(Rest(plan))};");
        }

        using (RenderVectorLoop(writer, comment))
        {
            RenderTarget(writer, plan);
            writer.Line($"{simd.Floats} value = {simd.Load("z", "k")};");
            writer.Lines($"{simd.Floats} loss = {loss};");
            writer.Line($"{simd.Floats} dz = {simd.Create("scale")} * ({gradient});");
            if (Rest(plan) > 0)
            {
                string mask = LastVector(plan) == 0 ? "real" : $"({RealLanes(plan, simd)})";
                writer.Line($"losses += loss & {mask};");
                writer.Line(Store($"(dz & {mask})", "g", "k"));
            }
            else
            {
                writer.Line("losses += loss;");
                writer.Line(Store("dz", "g", "k"));
            }
        }

        writer.Line();
        writer.Line($"total += {SumLanes("losses")};");
    }

    /// <summary>Returns the mask of a vector: the values in the last vector of a sample, all lanes in the others.</summary>
    private static string RealLanes(NetworkPlan plan, VectorText simd) =>
        LastVector(plan) == 0 ? "real" : $"k < OutputSample - {simd.Lanes} ? {simd.AllBitsSet} : real";

    private static void RenderTarget(KernelWriter writer, NetworkPlan plan)
    {
        VectorText simd = writer.Simd;
        if (Rest(plan) > 0)
        {
            writer.Comment("Targets lie without padding: after the last one a vector reads those of the next sample or, after the last sample, spare memory.");
        }

        writer.Line($"{simd.Floats} target = {simd.Load("t", "k")};");
        if (Rest(plan) > 0)
        {
            writer.Line($"target &= {RealLanes(plan, simd)};");
        }
    }
}
