using ConvGen.Generators.Frontend;
using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

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
            if (PredictsProbabilities(loss))
            {
                RenderPredict(writer, plan, loss);
                writer.Line();
            }

            RenderTrain(writer, plan, loss);
        });

    /// <summary>Whether what follows the last layer are probabilities, or the layer's values themselves.</summary>
    public static bool PredictsProbabilities(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy or LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => true,
        LossFunction.MeanSquaredError or LossFunction.QuadraticCost => false,
        _ => throw Unreachable.Kind(loss),
    };

    private static string Formula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "L = - sum over k of t[k] * ln(p[k]), where p = softmax(z)",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost =>
            "L = - sum over k of (t[k] * ln(p[k]) + (1 - t[k]) * ln(1 - p[k])), where p = sigmoid(z)",
        LossFunction.MeanSquaredError => "L = sum over k of (z[k] - t[k])^2",
        LossFunction.QuadraticCost => "L = 1/2 * sum over k of (z[k] - t[k])^2",
        _ => throw Unreachable.Kind(loss),
    };

    private static string GradientFormula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "dL/dz[k] = p[k] * sum over j of t[j] - t[k]",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => "dL/dz[k] = p[k] - t[k]",
        LossFunction.MeanSquaredError => "dL/dz[k] = 2 * (z[k] - t[k])",
        LossFunction.QuadraticCost => "dL/dz[k] = z[k] - t[k]",
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
        writer.Lines(KernelFile.KernelAttribute);
        using (writer.Block("public static void Probabilities(ref float logits, int samples)"))
        {
            if (isSoftmax)
            {
                RenderSoftmax(writer, plan);
            }
            else
            {
                using (RenderSampleLoop(writer, "Every sample."))
                {
                    RenderSampleReference(writer, "z", "logits");
                    using (RenderVectorLoop(writer, "Every eight values."))
                    {
                        RenderInPlace(writer, "z", value => $"VectorMath.Sigmoid({value})");
                    }
                }
            }
        }
    }

    /// <summary>
    /// In three passes over the samples: each is a short chain of operations that wait for each other, and a processor works on
    /// several chains at a time only where they fit its window.
    /// </summary>
    private static void RenderSoftmax(SourceWriter writer, NetworkPlan plan)
    {
        using (RenderSampleLoop(writer, "Every sample: its values less the largest of them."))
        {
            RenderSampleReference(writer, "z", "logits");
            RenderLargest(writer, plan);
            using (RenderVectorLoop(writer, "None is above zero now."))
            {
                RenderInPlace(writer, "z", value => $"({value} - largest)");
            }
        }

        writer.Line();
        using (writer.Loop("All exponentials.", "for (int k = 0; k < samples * OutputSample; k += 8)"))
        {
            RenderInPlace(writer, "logits", value => $"VectorMath.Exp({value})");
        }

        writer.Line();
        using (RenderSampleLoop(writer, "Every sample: divided by their sum, they are probabilities."))
        {
            RenderSampleReference(writer, "e", "logits");
            writer.Line($"{Floats} sums = {Zero};");
            using (RenderVectorLoop(writer, "The sum."))
            {
                writer.Line($"sums += {Load("e", "k")};");
            }

            writer.Line();
            writer.Line($"{Floats} sum = Vector256.Create({SumLanes("sums")});");
            using (RenderVectorLoop(writer, "The quotients."))
            {
                RenderInPlace(writer, "e", value => $"({value} / sum)");
            }
        }
    }

    /// <summary>Eight values at <c>k</c>, replaced by a function of them.</summary>
    private static void RenderInPlace(SourceWriter writer, string memory, Func<string, string> function)
    {
        writer.Line($"{Floats} value = {Load(memory, "k")};");
        writer.Line(Store(function("value"), memory, "k"));
    }

    private static void RenderTrain(SourceWriter writer, NetworkPlan plan, LossFunction loss)
    {
        writer.Summary($"{Formula(loss)}, summed over the samples; g = scale * dL/dz. {GradientFormula(loss)}.");
        writer.Lines(KernelFile.KernelAttribute);
        using (writer.Block("public static double WithGradient(\n    "
            + "ref float logits, ref float targets, ref float gradient, float scale, int samples)"))
        {
            writer.Line("double total = 0;");
            using (RenderSampleLoop(writer, "Every sample."))
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
                    case LossFunction.QuadraticCost:
                        RenderElementwiseSample(
                            writer,
                            plan,
                            "value - target",
                            "Vector256.Create(0.5f) * (value - target) * (value - target)",
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

    private static void RenderSampleReference(SourceWriter writer, string name, string source) =>
        writer.Line($"ref float {name} = ref Unsafe.Add(ref {source}, sample * OutputSample);");

    private static IDisposable RenderSampleLoop(SourceWriter writer, string comment) =>
        writer.Loop(comment, "for (int sample = 0; sample < samples; sample++)");

    private static IDisposable RenderVectorLoop(SourceWriter writer, string comment) =>
        writer.Loop(comment, "for (int k = 0; k < OutputSample; k += 8)");

    /// <summary>Values in the last vector of a sample where padding follows them; zero where none does.</summary>
    private static int Rest(NetworkPlan plan) => plan.Output.Shape.Length % VectorSize.Lanes;

    /// <summary>Where the last vector of a sample starts.</summary>
    private static int LastVector(NetworkPlan plan) => plan.Logits.SampleStride - VectorSize.Lanes;

    /// <summary>Leaves the largest z of a sample in every lane of <c>largest</c>.</summary>
    private static void RenderLargest(SourceWriter writer, NetworkPlan plan)
    {
        int rest = Rest(plan);
        if (rest > 0)
        {
            int last = LastVector(plan);
            string filled = "Vector256.ConditionalSelect(real, end, Vector256.Create(float.NegativeInfinity))";
            writer.Comment("The padding behind the last value becomes minus infinity, whose exponential is zero.");
            writer.Line($"{Floats} end = {Load("z", last)};");
            writer.Line($"{Floats} real = {FirstLanes(rest)};");
            writer.Line($"{filled}.StoreUnsafe(ref z, {last});");
        }

        writer.Line($"{Floats} largest = Vector256.Create(float.NegativeInfinity);");
        using (RenderVectorLoop(writer, "The largest value."))
        {
            writer.Line($"largest = Vector256.MaxNative(largest, {Load("z", "k")});");
        }

        writer.Line();
        writer.Line("largest = VectorMath.LargestLane(largest);");
    }

    private static void RenderSoftmaxSample(SourceWriter writer, NetworkPlan plan)
    {
        RenderLargest(writer, plan);
        writer.Line($"{Floats} sums = {Zero};");
        using (RenderVectorLoop(writer, "The exponentials and their sum."))
        {
            writer.Line($"{Floats} e = VectorMath.Exp({Load("z", "k")} - largest);");
            writer.Line(Store("e", "g", "k"));
            writer.Line("sums += e;");
        }

        writer.Line();
        writer.Line($"{Floats} sum = Vector256.Create({SumLanes("sums")});");
        writer.Line();
        writer.Comment("ln(p[k]) = z[k] - max z - ln(sum); where a target is zero, nothing is added, whatever the logarithm.");
        writer.Line($"{Floats} logarithm = VectorMath.Log(sum);");
        writer.Line($"{Floats} losses = {Zero};");
        writer.Line($"{Floats} weights = {Zero};");
        using (RenderVectorLoop(writer, "The loss, and the sum of the targets."))
        {
            RenderTarget(writer, plan);
            string isZero = $"Vector256.Equals(target, {Zero})";
            writer.Line($"{Floats} loss = target * (logarithm - ({Load("z", "k")} - largest));");
            writer.Line($"losses += Vector256.ConditionalSelect({isZero}, {Zero}, loss);");
            writer.Line("weights += target;");
        }

        writer.Line();
        writer.Line($"total += {SumLanes("losses")};");
        writer.Line($"{Floats} weight = Vector256.Create({SumLanes("weights")});");
        using (RenderVectorLoop(writer, "The gradient."))
        {
            RenderTarget(writer, plan);
            writer.Line($"{Floats} p = {Load("g", "k")} / sum;");
            writer.Line(Store("(Vector256.Create(scale) * (p * weight - target))", "g", "k"));
        }
    }

    private static void RenderElementwiseSample(
        SourceWriter writer, NetworkPlan plan, string gradient, string loss, string comment)
    {
        writer.Line($"{Floats} losses = {Zero};");
        if (Rest(plan) > 0)
        {
            writer.Line($"{Floats} real = {FirstLanes(Rest(plan))};");
        }

        using (RenderVectorLoop(writer, comment))
        {
            RenderTarget(writer, plan);
            writer.Line($"{Floats} value = {Load("z", "k")};");
            writer.Lines($"{Floats} loss = {loss};");
            writer.Line($"{Floats} slope = Vector256.Create(scale) * ({gradient});");
            if (Rest(plan) > 0)
            {
                string mask = LastVector(plan) == 0 ? "real" : $"({RealLanes(plan)})";
                writer.Line($"losses += loss & {mask};");
                writer.Line(Store($"(slope & {mask})", "g", "k"));
            }
            else
            {
                writer.Line("losses += loss;");
                writer.Line(Store("slope", "g", "k"));
            }
        }

        writer.Line();
        writer.Line($"total += {SumLanes("losses")};");
    }

    /// <summary>All lanes of a vector but of the last one, where some are padding.</summary>
    private static string RealLanes(NetworkPlan plan) =>
        LastVector(plan) == 0 ? "real" : $"k < {LastVector(plan)} ? Vector256<float>.AllBitsSet : real";

    /// <summary>Targets lie without padding: what a vector reads behind the last one belongs to the next sample.</summary>
    private static void RenderTarget(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line($"{Floats} target = {Load("t", "k")};");
        if (Rest(plan) > 0)
        {
            writer.Line($"target &= {RealLanes(plan)};");
        }
    }
}
