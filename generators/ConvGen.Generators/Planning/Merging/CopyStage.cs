namespace ConvGen.Generators.Planning.Merging;

/// <summary>Copies a value into the layout that one of its readers needs. No layer declares it.</summary>
internal sealed record CopyStage : UnweightedStage
{
    public static CopyStage Of(LayoutCopy copy, ValueLayouts layouts) => new()
    {
        Name = copy.Name,
        Values = new StageValues([copy.From], copy.To),
        Input = layouts[copy.From],
        Output = layouts[copy.To],
        Activation = null,
        MultiplyAdds = 0,
    };

    public override IEnumerable<BufferRequest> Buffers(PassKind pass, int samples) => [];

    public override KernelCall ForwardCall(PassKind pass) => new(KernelName + "Forward", "Run", [InputOperand, OutputOperand]);

    public override KernelCall BackwardCall() =>
        new(KernelName + "Backward", "Run", [OutputGradientOperand, InputGradientOperand]);

    protected override StagePlan WithoutOperands() => this;
}
