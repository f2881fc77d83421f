using ConvGen.Generators.Rendering.Text;

namespace ConvGen.Tool.Explain;

/// <summary>The steps and buffers of a pass.</summary>
internal static class PassReport
{
    public static void Write(Report report, string title, PassPlan pass)
    {
        PassStep[] steps = [.. pass.Steps];
        report.Heading($"{title}: {Count(steps.Length, "step")} in {Count(pass.Segments.Count, "segment")}");
        report.Table(
            [new("step", IsNumber: true), new("part"), new("kernel"), new("operands")],
            steps.Select((step, i) => (string[])
            [
                $"{i + 1}", step.Part.ToString().ToLowerInvariant(), $"{step.Call.Class}.{step.Call.Method}", Operands(step),
            ]));
        WriteWorkspace(report, title, pass.Workspace, steps.Length);
    }

    private static void WriteWorkspace(Report report, string title, WorkspacePlan workspace, int steps)
    {
        (string floats, string bytes) = (Numbers.Grouped(workspace.Floats), Numbers.Grouped(Bytes(workspace.Floats)));
        report.Heading($"{title}, workspace of {floats} floats ({bytes} bytes). Buffers of different steps can share memory.");
        report.Table(
            [
                new("buffer"), new("type"), new("floats", IsNumber: true), new("bytes", IsNumber: true), new("at float", IsNumber: true),
                new("used in"),
            ],
            workspace.Buffers.OrderBy(buffer => buffer.Offset).Select(buffer => (string[])
            [
                buffer.Name, OperandText.Keyword(buffer.Type), Numbers.Grouped(buffer.Floats), Numbers.Grouped(Bytes(buffer.Floats)),
                Numbers.Grouped(buffer.Offset), Life(buffer, steps),
            ]));
    }

    private static string Life(BufferPlan buffer, int steps) =>
        buffer.LastStep == BufferPlan.Forever.Last ? "all steps: its zeros persist between calls"
        : buffer.LastStep > steps ? $"steps {buffer.FirstStep} to {steps}: the result of the pass"
        : buffer.FirstStep == buffer.LastStep ? $"step {buffer.FirstStep}"
        : $"steps {buffer.FirstStep} to {buffer.LastStep}";

    private static string Operands(PassStep step) =>
        string.Join(", ", step.Call.Operands.Select(Describe).OfType<string>())
        + (step.OnlyForInputGradient ? "; only if the gradient of the input is requested" : "");

    private static string? Describe(Operand operand) => operand switch
    {
        Operand.Reference { Where: Memory.Nowhere } => null,
        Operand.Reference reference => $"{reference.Name} = {Describe(reference.Where)}".Replace(' ', Report.NoBreak),
        Operand.Scalar scalar => scalar.Name,
        _ => throw Unreachable.Kind(operand),
    };

    private static string Describe(Memory where) => where switch
    {
        Memory.Buffer buffer => buffer.Name,
        Memory.OptionalBuffer buffer => $"{buffer.Name} if requested",
        Memory.Argument argument => argument.Name,
        Memory.Parameters parameters => $"parameters[{parameters.Offset}]",
        Memory.Gradients gradients => $"gradients[{gradients.Offset}]",
        Memory.Contribution part => $"contribution.{part.Name}",
        Memory.Shared statistic => $"shared.{statistic.Name}",
        Memory.Packed packed => $"packed[{packed.Offset}]",
        _ => throw Unreachable.Kind(where),
    };

    private static long Bytes(int floats) => (long)floats * sizeof(float);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
