namespace ConvGen.Generators.Planning.Storage;

/// <summary>The memory of the values of a pass and of their gradients. A buffer is named after the stage that writes its value.</summary>
internal sealed class ValueMemory
{
    private readonly ValueLayouts _layouts;
    private readonly int _samples;
    private readonly Dictionary<int, string> _names = new() { [0] = "Input" };

    /// <summary>For each value, its readers (stage and input index) in the order of the backward pass.</summary>
    private readonly ILookup<int, (StagePlan Stage, int Index)> _backwardReaders;

    public ValueMemory(IReadOnlyList<StagePlan> stages, ValueLayouts layouts, int samples, bool copiesInput)
    {
        _layouts = layouts;
        _samples = samples;
        CopiesInput = copiesInput;
        foreach (StagePlan stage in stages)
        {
            _names.Add(stage.Values.Output, stage.Name + "Output");
        }

        _backwardReaders = stages.Reverse()
            .SelectMany(stage => stage.Values.Inputs.Select((value, index) => (Value: value, Stage: stage, Index: index)))
            .ToLookup(read => read.Value, read => (read.Stage, read.Index));
    }

    /// <summary>Whether the pass reads a copy of the caller's input.</summary>
    public bool CopiesInput { get; }

    /// <summary>All buffers for values and gradients. The workspace contains only those that a step uses.</summary>
    public IEnumerable<BufferRequest> Buffers
    {
        get
        {
            foreach (KeyValuePair<int, string> value in _names)
            {
                ActivationLayout layout = _layouts[value.Key];
                int gradient = layout.SampleStride * _samples + (value.Key == 0 ? layout.Slack : 0);

                // The copy of the input writes no padding, so the buffer must not share memory.
                yield return BufferRequest.ForValue(value.Value, layout, _samples) is var buffer && value.Key == 0
                    ? buffer with { KeepsZeros = true }
                    : buffer;
                yield return new(value.Value + "Gradient", ElementType.Float, gradient);
                foreach ((StagePlan stage, int index) in _backwardReaders[value.Key].Skip(1))
                {
                    yield return new(PartName(stage, index), ElementType.Float, gradient);
                }
            }
        }
    }

    /// <summary>One generated class for each layout of values whose gradients have several parts.</summary>
    public IReadOnlyList<GradientSum> GradientSums =>
        [.. SummedValues.GroupBy(SumClass).Select(values => new GradientSum(values.Key, _layouts[values.First()]))];

    private IEnumerable<int> SummedValues => _names.Keys.Where(value => _backwardReaders[value].Skip(1).Any());

    public Memory Of(int value) => value == 0 && !CopiesInput ? new Memory.Argument("inputs") : new Memory.Buffer(_names[value]);

    public Memory GradientOf(int value) =>
        value == 0 ? new Memory.OptionalBuffer("InputGradient") : new Memory.Buffer(_names[value] + "Gradient");

    /// <summary>Whether a stage is the first in the backward pass that writes the gradient of the given input.</summary>
    public bool SetsGradient(StagePlan stage, int index) =>
        _backwardReaders[stage.Values.Inputs[index]].First() is var first && first.Stage == stage && first.Index == index;

    /// <summary>Returns the buffer for a stage's part of a gradient that another stage has already set.</summary>
    public static Memory GradientPart(StagePlan stage, int index) =>
        stage.Values.Inputs[index] == 0 ? new Memory.OptionalBuffer(PartName(stage, index)) : new Memory.Buffer(PartName(stage, index));

    /// <summary>The name of the generated class that adds the parts of a value's gradient.</summary>
    public string SumClass(int value) => _names[SummedValues.First(other => _layouts[other] == _layouts[value])] + "GradientSum";

    /// <summary>Resolves the memory of a stage's operand to a buffer or an argument.</summary>
    public Memory Resolve(StagePlan stage, Memory where) => where switch
    {
        Memory.Input { Index: var index } => Of(stage.Values.Inputs[index]),
        Memory.Output => Of(stage.Values.Output),
        Memory.OutputGradient => GradientOf(stage.Values.Output),
        Memory.InputGradient { Index: var index } => GradientOf(stage.Values.Inputs[index]),
        Memory.Buffer or Memory.OptionalBuffer or Memory.Argument or Memory.Parameters or Memory.Gradients or Memory.Packed
            or Memory.Contribution or Memory.Shared or Memory.Nowhere => where,
        _ => throw Unreachable.Kind(where),
    };

    private static string PartName(StagePlan stage, int index) => $"{stage.Name}InputGradient{(index == 0 ? "" : $"{index + 1}")}";
}

/// <summary>A generated class that adds one reader's part of a value's gradient to the sum of the previous parts.</summary>
internal sealed record GradientSum(string Class, ActivationLayout Layout);
