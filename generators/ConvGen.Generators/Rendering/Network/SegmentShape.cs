namespace ConvGen.Generators.Rendering.Network;

/// <summary>A segment without the addresses of its operands. Segments of the same shape share a method, which takes the addresses as
/// arguments, so that the passes of a deep network do not repeat the calls of each block.</summary>
internal sealed class SegmentShape
{
    private readonly List<(string Parameter, string Address)> _operands = [];
    private readonly List<(string Method, List<string> Arguments)> _calls = [];
    private readonly PassAddresses _addresses;

    public SegmentShape(int number, Segment segment, PassAddresses addresses)
    {
        _addresses = addresses;
        bool isPlain = segment.Steps.All(step => step.Result is null && !step.OnlyForInputGradient
            && !step.Call.References.Any(operand => operand.Where is Memory.OptionalBuffer));
        foreach (PassStep step in segment.Steps)
        {
            _calls.Add(($"{step.Call.Class}.{step.Call.Method}", [.. step.Call.Operands.Select(Argument), "samples"]));
        }

        // The loss and the gradient of the network's input exist once, and need locals.
        Key = isPlain ? string.Join(";", _calls.Select(call => $"{call.Method}({string.Join(", ", call.Arguments)})")) : $"segment {number}";
    }

    /// <summary>Equal for segments that can share a method.</summary>
    public string Key { get; }

    /// <summary>The names of the method's parameters for addresses.</summary>
    public IEnumerable<string> Parameters => _operands.Select(operand => operand.Parameter);

    /// <summary>The addresses of the segment's own operands, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<string> Addresses => [.. _operands.Select(operand => operand.Address)];

    /// <summary>Renders the calls of the shared method.</summary>
    public void RenderBody(KernelWriter writer)
    {
        foreach ((string method, List<string> arguments) in _calls)
        {
            writer.Call(method, arguments);
        }
    }

    private string Argument(Operand operand) =>
        operand is Operand.Reference reference && Place(reference.Where) is var (memory, address) && memory != ""
            ? At(reference, memory, address)
            : OperandText.Argument(operand, _addresses);

    private string At(Operand.Reference operand, string memory, string address)
    {
        string parameter = _operands.FirstOrDefault(other => other.Address == address).Parameter ?? Add(operand.Name, address);
        string at = PassAddresses.At(memory, parameter);
        return operand.Type == ElementType.Float ? at : $"ref Unsafe.As<float, {OperandText.Keyword(operand.Type)}>({at})";
    }

    /// <summary>Adds a parameter, named after the operand of the first kernel that reads or writes there: <c>inputAt</c>.</summary>
    private string Add(string operand, string address)
    {
        string name = $"{operand}At";
        for (int number = 2; _operands.Any(other => other.Parameter == name); number++)
        {
            name = $"{operand}At{number}";
        }

        _operands.Add((name, address));
        return name;
    }

    /// <summary>The memory that an address belongs to, and the name of the address; empty for other operands.</summary>
    private (string Memory, string Address) Place(Memory where) => where switch
    {
        Memory.Buffer buffer => ("workspace", PassAddresses.Workspace(PassKind.Training, buffer.Name)),
        Memory.Parameters parameters => ("parameters", _addresses.Parameter(parameters.Offset)),
        Memory.Gradients gradients => ("gradients", _addresses.Parameter(gradients.Offset)),
        Memory.Packed packed => ("packed", _addresses.Packed(packed.Offset)),
        Memory.Contribution part => ("contribution", PassAddresses.Contribution(part.Name)),
        Memory.Shared statistic => ("shared", PassAddresses.Shared(statistic.Name)),
        Memory.Argument or Memory.Nowhere or Memory.OptionalBuffer => ("", ""),
        Memory.Input or Memory.Output or Memory.OutputGradient or Memory.InputGradient =>
            throw new InvalidOperationException($"The planner has not resolved {where}."),
        _ => throw Unreachable.Kind(where),
    };
}
