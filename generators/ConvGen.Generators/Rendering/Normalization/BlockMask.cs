namespace ConvGen.Generators.Rendering.Normalization;

/// <summary>Clears the padding of the last channel vector after an activation that does not map zero to zero.</summary>
internal sealed class BlockMask
{
    private readonly KernelWriter _writer;
    private readonly PaddingMask? _mask;
    private readonly int _channels;

    /// <param name="writer">Writes the kernel.</param>
    /// <param name="stage">The stage, whose output gets the padding.</param>
    public BlockMask(KernelWriter writer, StagePlan stage)
    {
        _writer = writer;
        _channels = stage.Output.Shape.Channels;
        bool keepsZero = stage.Activation is null or { Function: not (ActivationFunction.Sigmoid or ActivationFunction.Softplus) };
        _mask = keepsZero ? null : new PaddingMask(writer.Simd, _channels, stage.Output.Shape.IsFlat ? "value" : "channel");
    }

    /// <summary>Whether the last block needs other code than the others.</summary>
    public bool IsNeeded => _mask is not null && _channels % _writer.Simd.Lanes > 0;

    /// <summary>Renders the declaration of the mask, if there is padding to clear.</summary>
    public void Render() => _mask?.Render(_writer);

    /// <summary>The value, with its padding cleared if it belongs to the last vector of channels.</summary>
    /// <param name="value">The value.</param>
    /// <param name="vector">The number of the vector in its block.</param>
    /// <param name="vectors">The number of vectors of the block.</param>
    /// <param name="isLastBlock">Whether the block is the last one.</param>
    public string Keep(string value, int vector, int vectors, bool isLastBlock) =>
        IsNeeded && isLastBlock && vector == vectors - 1 ? _mask!.Keep(value, _channels % _writer.Simd.Lanes) : value;
}
