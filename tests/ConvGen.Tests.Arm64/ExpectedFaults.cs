namespace ConvGen.Tests.Arm64;

/// <summary>Kernels of this program that call or spill in a loop for the same reason.</summary>
/// <param name="Reason">Why the JIT's code for them does so.</param>
/// <param name="Calls">How many calls each has in its loops.</param>
/// <param name="Kernels">Their names, without namespaces.</param>
public sealed record ExpectedFaults(string Reason, int Calls, IReadOnlyList<string> Kernels)
{
    /// <summary>All exceptions from the rule that a kernel neither calls nor spills in a loop.</summary>
    public static IReadOnlyList<ExpectedFaults> All { get; } =
    [
        new("fifteen sums of two registers each, a loaded vector and a broadcast value are 33 registers: the JIT spills one pair", Calls: 0,
        [
            "MlpKernels256.Dense1Backward:InputGradient1",
            "LeNet5Kernels256.Dense1Backward:InputGradient1",
            "LeNet5Kernels256.Dense2Backward:InputGradient1",
            "LeNet5Kernels256.Dense3Backward:InputGradient1",
            "BookNetKernels256.Conv2Backward:WeightGradient",
            "BookNetKernels256.Conv2Backward:InputGradient",
            "BookNetKernels256.Dense1Backward:InputGradient1",
            "BookNetKernels256.Dense2Backward:InputGradient1",
            "SmallVggKernels256.Dense1Backward:InputGradient1",
            "SmallVggKernels256.Dense2Backward:InputGradient1",
            "PixelKindsKernels256.Conv1Backward:WeightGradient",
            "PixelKindsKernels256.Conv1Backward:InputGradient",
            "PixelKindsKernels256.Dense1Backward:InputGradient1",
            "SmallTransformKindsKernels256.Dense1Backward:InputGradient1",
            "TransformKindsKernels256.Conv2Backward:WeightGradient",
            "TransformKindsKernels256.Conv2Backward:InputGradient",
            "ConvKindsKernels256.Dense1Backward:InputGradient1",
            "GraphKindsKernels256.Dense1Backward:InputGradient1",
            "SampleKindsKernels256.Dense1Backward:InputGradient1",
            "SignalKindsKernels256.Dense1Backward:InputGradient1",
            "TransposedKindsKernels256.Dense1Backward:InputGradient1",
        ]),
        new("twelve sums, three inputs and a weight take all 32 registers, and the JIT moves some of them through the frame", Calls: 0,
        [
            "MlpKernels256.Dense1Forward:Products4",
            "LeNet5Kernels256.Dense1Forward:Products4",
            "LeNet5Kernels256.Dense2Forward:Products4",
            "PixelKindsKernels256.Dense1Forward:Products4",
            "ConvKindsKernels256.Dense1Forward:Products4",
            "ConvKindsKernels256.Dense2Forward:Products4",
            "SignalKindsKernels256.Dense1Forward:Products4",
            "TransposedKindsKernels256.Dense1Forward:Products4",
        ]),
        new("calls the direct convolution after a NaN, infinity or overflow, and keeps what the call would destroy in the frame", Calls: 1,
        [
            "BookNetKernels256.Conv2Forward:TransformOutput",
            "SmallVggKernels256.Conv2Forward:TransformOutput",
            "SmallVggKernels256.Conv3Forward:TransformOutput",
            "SmallVggKernels256.Conv4Forward:TransformOutput",
            "SmallTransformKindsKernels256.Conv1Forward:TransformOutput",
            "TransformKindsKernels256.Conv1Forward:TransformOutput",
        ]),
        new("some sums wait in the frame while others are pooled; the reduction itself spills nothing", Calls: 0,
        [
            "LeNet5Kernels256.Conv1Forward:Filters6Of8",
            "LeNet5Kernels256.Conv1Forward:Filters6Of8InHalves",
            "PixelKindsKernels256.Conv1Forward:Filters20",
            "ConvKindsKernels256.Conv2Forward:Filters20",
        ]),
        new("the expression of an activation, or an average, has more intermediate values than there are registers", Calls: 0,
        [
            "SignalKindsKernels256.Conv1D2Forward:Activate",
            "PoolKindsKernels256.GELU1Forward:Activate",
            "PoolKindsKernels256.GELU1Forward:ActivateWithSlopes",
            "PoolKindsKernels256.AveragePool1Forward:Run",
            "ConvKindsKernels256.SiLU1Forward:Activate",
            "ConvKindsKernels256.SiLU1Forward:ActivateWithSlopes",
            "GraphKindsKernels256.Mish1Forward:Activate",
            "GraphKindsKernels256.Mish1Forward:ActivateWithSlopes",
            "GraphKindsKernels256.Mish2Forward:Activate",
            "GraphKindsKernels256.Mish2Forward:ActivateWithSlopes",
        ]),
        new("two tiles in one method, with 21 activations: the JIT stops inlining at 512 local variables", Calls: 44,
        [
            "ConvKindsKernels256.Conv1Forward:Filters12",
        ]),
        new("a tile with an activation of each sum: the JIT stops inlining at 512 local variables", Calls: 135,
        [
            "SignalKindsKernels256.Conv1D1Forward:Filters12",
        ]),
        new("an activation of eight channels and one of the rest in one method: the JIT stops inlining at 512 local variables", Calls: 15,
        [
            "TransposedKindsKernels256.ConvTranspose2Forward:Activate",
        ]),
    ];
}
