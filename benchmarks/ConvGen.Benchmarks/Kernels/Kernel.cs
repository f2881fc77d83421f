using System.Reflection;
using ConvGen.Benchmarks.Compilation;
using ConvGen.CompilerServices;

namespace ConvGen.Benchmarks.Kernels;

/// <summary>The part of a pass that a kernel computes.</summary>
public enum Pass
{
    /// <summary>The layer's output, including fused pooling and activation.</summary>
    Forward,

    /// <summary>The gradients of weights and biases, including the first part of the backward pass: the gradient before
    /// the activation, and the list of its nonzero values.</summary>
    WeightGradient,

    /// <summary>The gradient of the layer's input, including the same first part.</summary>
    InputGradient,
}

/// <summary>One pass of one layer of one of the networks n1 to n4.</summary>
/// <param name="Network">n1 to n4.</param>
/// <param name="Layer">The layer, such as <c>Conv1</c>.</param>
/// <param name="Pass">The part of the pass.</param>
/// <param name="Samples">The samples that one call processes: the chunk size of the passes.</param>
/// <param name="MultiplyAdds">The multiply-adds of one call, as if no value were zero.</param>
public sealed record Kernel(string Network, string Layer, Pass Pass, int Samples, long MultiplyAdds)
{
    /// <summary>Every kernel of every network that a training step calls. A step does not need the gradient of the
    /// first layer's input.</summary>
    public static IEnumerable<Kernel> All => DeclaredNetwork.All.SelectMany(Of);

    public override string ToString() => $"{Network} {Layer} {Pass}";

    private static IEnumerable<Kernel> Of(DeclaredNetwork network)
    {
        NetworkProgram program = network.LoadProgram(Assembly.GetExecutingAssembly());
        LayerSummary[] layers = [.. program.Summary.Layers.Where(layer => layer.MultiplyAdds > 0)];
        return
            from layer in layers
            from pass in Enum.GetValues<Pass>()
            where layer != layers[0] || pass != Pass.InputGradient
            select new Kernel(
                network.Name, layer.Name, pass, program.ChunkSamples, layer.MultiplyAdds * program.ChunkSamples);
    }
}
