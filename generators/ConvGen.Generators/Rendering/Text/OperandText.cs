namespace ConvGen.Generators.Rendering.Text;

/// <summary>The text of kernel operands, as parameters of the signature and as arguments of the call.</summary>
internal static class OperandText
{
    /// <summary>The parameters of a kernel, <c>samples</c> included: <c>ref int counts</c>.</summary>
    public static IEnumerable<string> Parameters(KernelCall call) => [.. call.Operands.Select(Parameter), "int samples"];

    /// <summary>The arguments of a call, <c>samples</c> included: <c>ref conv1LiveCounts</c>.</summary>
    public static IEnumerable<string> Arguments(KernelCall call, PassAddresses addresses) =>
        [.. call.Operands.Select(operand => Argument(operand, addresses)), "samples"];

    public static string Parameter(Operand operand) => operand switch
    {
        Operand.Reference reference => $"ref {Keyword(reference.Type)} {reference.Name}",
        Operand.Scalar scalar => $"{scalar.Type} {scalar.Name}",
        Operand.Constant constant => $"int {constant.Name}",
        _ => throw Unreachable.Kind(operand),
    };

    public static string Argument(Operand operand, PassAddresses addresses) => operand switch
    {
        Operand.Reference { Where: Memory.Nowhere } reference => $"ref Unsafe.NullRef<{Keyword(reference.Type)}>()",
        Operand.Reference reference => Argument(reference.Where, addresses),
        Operand.Scalar scalar => scalar.Name,
        Operand.Constant constant => $"{constant.Name}: {constant.Value}",
        _ => throw Unreachable.Kind(operand),
    };

    /// <summary>The name of the local reference to a buffer: <c>conv1Output</c> for <c>Conv1Output</c>.</summary>
    public static string Local(string buffer) => char.ToLowerInvariant(buffer[0]) + buffer.Substring(1);

    /// <summary>The name of the local reference to a buffer, which is null unless the caller requests the gradient of the
    /// input.</summary>
    public static string OptionalLocal(string buffer) => Local(buffer) + "OrNull";

    /// <summary>The keyword or name of an element's type.</summary>
    public static string Keyword(ElementType type) => type switch
    {
        ElementType.Float => "float",
        ElementType.Int => "int",
        ElementType.LiveField => "LiveField",
        ElementType.LiveGradient => "LiveGradient",
        _ => throw Unreachable.Kind(type),
    };

    /// <summary>The reference to a memory that the planner has resolved.</summary>
    private static string Argument(Memory where, PassAddresses addresses) => where switch
    {
        Memory.Buffer buffer => $"ref {Local(buffer.Name)}",
        Memory.OptionalBuffer buffer => $"ref {OptionalLocal(buffer.Name)}",
        Memory.Argument argument => $"ref {argument.Name}",
        Memory.Parameters parameters => PassAddresses.At("parameters", addresses.Parameter(parameters.Offset)),
        Memory.Gradients gradients => PassAddresses.At("gradients", addresses.Parameter(gradients.Offset)),
        Memory.Packed packed => PassAddresses.At("packed", addresses.Packed(packed.Offset)),
        Memory.Contribution part => PassAddresses.At("contribution", PassAddresses.Contribution(part.Name)),
        Memory.Shared statistic => PassAddresses.At("shared", PassAddresses.Shared(statistic.Name)),
        Memory.Input or Memory.Output or Memory.OutputGradient or Memory.InputGradient or Memory.Nowhere =>
            throw new InvalidOperationException($"The planner has not resolved {where}."),
        _ => throw Unreachable.Kind(where),
    };
}
