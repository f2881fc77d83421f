using ConvGen.Generators.Frontend;
using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>The loss with its gradient, and what it makes of the last layer's values when the network predicts.</summary>
internal static class LossRenderer
{
    public static GeneratedFile Render(NetworkPlan plan, LossFunction loss) => KernelFile.RenderClass(
        plan,
        "Loss",
        $"The loss, {loss}: {Formula(loss)}",
        Head(plan, loss),
        "LossFunction",
        [
            ("OutputSample", plan.Logits.SampleStride, "Floats from one sample of the output to the next."),
            ("TargetSample", plan.Output.Shape.Length, "Floats from the targets of one sample to those of the next."),
        ],
        writer =>
        {
            if (loss is not LossFunction.MeanSquaredError)
            {
                RenderPredict(writer, plan, loss);
                writer.Line();
            }

            RenderTrain(writer, plan, loss);
        });

    private static string Formula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "L = - sum over k of t[k] * ln(p[k]), where p = softmax(z)",
        LossFunction.SigmoidCrossEntropy => "L = - sum over k of (t[k] * ln(p[k]) + (1 - t[k]) * ln(1 - p[k])), where p = sigmoid(z)",
        LossFunction.MeanSquaredError => "L = sum over k of (z[k] - t[k])^2",
        _ => throw Unreachable.Kind(loss),
    };

    private static string GradientFormula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "dL/dz[k] = p[k] * sum over j of t[j] - t[k]",
        LossFunction.SigmoidCrossEntropy => "dL/dz[k] = p[k] - t[k]",
        LossFunction.MeanSquaredError => "dL/dz[k] = 2 * (z[k] - t[k])",
        _ => throw Unreachable.Kind(loss),
    };

    private static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan, LossFunction loss)
    {
        yield return ("outputs", plan.Logits.Describe());
        yield return ("gradient", GradientFormula(loss) + ", times the scale that makes it a mean");
    }

    private static void RenderPredict(SourceWriter writer, NetworkPlan plan, LossFunction loss)
    {
        bool isSoftmax = loss is LossFunction.SoftmaxCrossEntropy;
        writer.Summary(isSoftmax
            ? "z[k] = exp(z[k] - max z) / sum over j of exp(z[j] - max z), in place. Without the maximum, exp would overflow."
            : "z[k] = sigmoid(z[k]), in place.");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block("public static void Probabilities(ref float logits, int samples)"))
        using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
        {
            RenderSampleReference(writer, plan, "z", "logits");
            if (isSoftmax)
            {
                RenderExponentials(writer, plan, "z");
                using (RenderVectorLoop(writer, plan, "Divided by their sum, they are probabilities."))
                {
                    writer.Line("ref float p = ref Unsafe.Add(ref z, k);");
                    writer.Line("(Vector256.LoadUnsafe(ref p) / sum).StoreUnsafe(ref p);");
                }
            }
            else
            {
                using (RenderVectorLoop(writer, plan, "Every eight values."))
                {
                    writer.Line("ref float p = ref Unsafe.Add(ref z, k);");
                    writer.Line("VectorMath.Sigmoid(Vector256.LoadUnsafe(ref p)).StoreUnsafe(ref p);");
                }
            }
        }
    }

    private static void RenderTrain(SourceWriter writer, NetworkPlan plan, LossFunction loss)
    {
        writer.Summary($"{Formula(loss)}, summed over the samples; g = scale * dL/dz. {GradientFormula(loss)}.");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block("public static double WithGradient(\n    "
            + "ref float logits, ref float targets, ref float gradient, float scale, int samples)"))
        {
            writer.Line("double total = 0;");
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                RenderSampleReference(writer, plan, "z", "logits");
                RenderSampleReference(writer, plan, "g", "gradient");
                writer.Line($"ref float t = ref Unsafe.Add(ref targets, sample * TargetSample);");
                switch (loss)
                {
                    case LossFunction.SoftmaxCrossEntropy:
                        RenderSoftmaxSample(writer, plan);
                        break;
                    case LossFunction.SigmoidCrossEntropy:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            "VectorMath.Sigmoid(value) - target",
                            "VectorMath.Maximum(value, Vector256<float>.Zero) - value * target\n"
                            + "    + VectorMath.LogOnePlus(VectorMath.Exp(-Vector256.Abs(value)))",
                            "L = max(z, 0) - z * t + ln(1 + exp(-|z|)), which is the same and never overflows.");
                        break;
                    case LossFunction.MeanSquaredError:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            "Vector256.Create(2f) * (value - target)",
                            "(value - target) * (value - target)",
                            "Every eight values.");
                        break;
                    default:
                        throw Unreachable.Kind(loss);
                }
            }

            writer.Line();
            writer.Line("return total;");
        }
    }

    private static void RenderSampleReference(SourceWriter writer, NetworkPlan plan, string name, string source) =>
        writer.Line($"ref float {name} = ref Unsafe.Add(ref {source}, sample * OutputSample);");

    private static IDisposable RenderVectorLoop(SourceWriter writer, NetworkPlan plan, string comment) =>
        writer.Loop(comment, "for (int k = 0; k < OutputSample; k += 8)");

    private static int Rest(NetworkPlan plan) => plan.Output.Shape.Length % VectorSize.Lanes;

    /// <summary>Writes e[k] = exp(z[k] - max z) over <paramref name="to"/> and leaves their sum in <c>sum</c>, their maximum in <c>largest</c>.</summary>
    private static void RenderExponentials(SourceWriter writer, NetworkPlan plan, string to)
    {
        int rest = Rest(plan);
        if (rest > 0)
        {
            int last = plan.Logits.SampleStride - VectorSize.Lanes;
            writer.Comment("The padding behind the last value becomes minus infinity, whose exponential is zero.");
            writer.Line($"{VectorText.Floats} end = {VectorText.Load("z", last)};");
            writer.Line($"{VectorText.Floats} real = {VectorText.FirstLanes(rest)};");
            writer.Line($"Vector256.ConditionalSelect(real, end, Vector256.Create(float.NegativeInfinity)).StoreUnsafe(ref z, {last});");
        }

        writer.Line($"{VectorText.Floats} largest = Vector256.Create(float.NegativeInfinity);");
        using (RenderVectorLoop(writer, plan, "The largest value."))
        {
            writer.Line("largest = VectorMath.Maximum(largest, Vector256.LoadUnsafe(ref Unsafe.Add(ref z, k)));");
        }

        writer.Line();
        writer.Line("largest = Vector256.Create(VectorMath.LargestLane(largest));");
        writer.Line($"{VectorText.Floats} sums = {VectorText.Zero};");
        using (RenderVectorLoop(writer, plan, "The exponentials and their sum."))
        {
            writer.Line($"{VectorText.Floats} e = VectorMath.Exp(Vector256.LoadUnsafe(ref Unsafe.Add(ref z, k)) - largest);");
            writer.Line($"e.StoreUnsafe(ref Unsafe.Add(ref {to}, k));");
            writer.Line("sums += e;");
        }

        writer.Line();
        writer.Line($"{VectorText.Floats} sum = Vector256.Create(VectorMath.SumLanes(sums));");
    }

    private static void RenderSoftmaxSample(SourceWriter writer, NetworkPlan plan)
    {
        RenderExponentials(writer, plan, "g");
        writer.Line();
        writer.Comment("ln(p[k]) = z[k] - max z - ln(sum); where a target is zero, nothing is added, whatever the logarithm.");
        writer.Line($"{VectorText.Floats} logarithm = VectorMath.Log(sum);");
        writer.Line($"{VectorText.Floats} losses = {VectorText.Zero};");
        writer.Line($"{VectorText.Floats} weights = {VectorText.Zero};");
        using (RenderVectorLoop(writer, plan, "The loss, and the sum of the targets."))
        {
            RenderTarget(writer, plan);
            writer.Line($"{VectorText.Floats} loss = target * (logarithm - (Vector256.LoadUnsafe(ref Unsafe.Add(ref z, k)) - largest));");
            writer.Line($"losses += Vector256.ConditionalSelect(Vector256.Equals(target, {VectorText.Zero}), {VectorText.Zero}, loss);");
            writer.Line("weights += target;");
        }

        writer.Line();
        writer.Line("total += VectorMath.SumLanes(losses);");
        writer.Line($"{VectorText.Floats} weight = Vector256.Create(VectorMath.SumLanes(weights));");
        using (RenderVectorLoop(writer, plan, "The gradient."))
        {
            RenderTarget(writer, plan);
            writer.Line($"{VectorText.Floats} p = Vector256.LoadUnsafe(ref Unsafe.Add(ref g, k)) / sum;");
            writer.Line("(Vector256.Create(scale) * (p * weight - target)).StoreUnsafe(ref Unsafe.Add(ref g, k));");
        }
    }

    private static void RenderElementwiseSample(
        SourceWriter writer, NetworkPlan plan, string gradient, string loss, string comment)
    {
        writer.Line($"{VectorText.Floats} losses = {VectorText.Zero};");
        if (Rest(plan) > 0)
        {
            writer.Line($"{VectorText.Floats} real = {VectorText.FirstLanes(Rest(plan))};");
        }

        using (RenderVectorLoop(writer, plan, comment))
        {
            RenderTarget(writer, plan);
            writer.Line($"{VectorText.Floats} value = Vector256.LoadUnsafe(ref Unsafe.Add(ref z, k));");
            writer.Lines($"{VectorText.Floats} loss = {loss};");
            writer.Line($"{VectorText.Floats} slope = Vector256.Create(scale) * ({gradient});");
            if (Rest(plan) > 0)
            {
                int last = plan.Logits.SampleStride - VectorSize.Lanes;
                string mask = last == 0 ? "real" : $"(k < {last} ? Vector256<float>.AllBitsSet : real)";
                writer.Line($"losses += loss & {mask};");
                writer.Line($"(slope & {mask}).StoreUnsafe(ref Unsafe.Add(ref g, k));");
            }
            else
            {
                writer.Line("losses += loss;");
                writer.Line("slope.StoreUnsafe(ref Unsafe.Add(ref g, k));");
            }
        }

        writer.Line();
        writer.Line("total += VectorMath.SumLanes(losses);");
    }

    /// <summary>Targets lie without padding: what a vector reads behind the last one belongs to the next sample.</summary>
    private static void RenderTarget(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line($"{VectorText.Floats} target = Vector256.LoadUnsafe(ref Unsafe.Add(ref t, k));");
        if (Rest(plan) > 0)
        {
            int last = plan.Logits.SampleStride - VectorSize.Lanes;
            writer.Line(last == 0 ? "target &= real;" : $"target &= k < {last} ? Vector256<float>.AllBitsSet : real;");
        }
    }
}
