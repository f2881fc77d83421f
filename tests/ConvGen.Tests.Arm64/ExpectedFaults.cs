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
            "MlpKernels.Dense1Backward:InputGradient1",
            "LeNet5Kernels.Dense1Backward:InputGradient1",
            "LeNet5Kernels.Dense2Backward:InputGradient1",
            "LeNet5Kernels.Dense3Backward:InputGradient1",
            "BookNetKernels.Conv2Backward:WeightGradient",
            "BookNetKernels.Conv2Backward:InputGradient",
            "BookNetKernels.Dense1Backward:InputGradient1",
            "BookNetKernels.Dense2Backward:InputGradient1",
            "SmallVggKernels.Dense1Backward:InputGradient1",
            "SmallVggKernels.Dense2Backward:InputGradient1",
            "PixelKindsKernels.Conv1Backward:WeightGradient",
            "PixelKindsKernels.Conv1Backward:InputGradient",
            "PixelKindsKernels.Dense1Backward:InputGradient1",
            "SmallTransformKindsKernels.Dense1Backward:InputGradient1",
            "TransformKindsKernels.Conv2Backward:WeightGradient",
            "TransformKindsKernels.Conv2Backward:InputGradient",
            "ConvKindsKernels.Dense1Backward:InputGradient1",
        ]),
        new("twelve sums, three inputs and a weight take all 32 registers, and the JIT moves some of them through the frame", Calls: 0,
        [
            "MlpKernels.Dense1Forward:Products4",
            "LeNet5Kernels.Dense1Forward:Products4",
            "LeNet5Kernels.Dense2Forward:Products4",
            "PixelKindsKernels.Dense1Forward:Products4",
            "ConvKindsKernels.Dense1Forward:Products4",
            "ConvKindsKernels.Dense2Forward:Products4",
        ]),
        new("calls the direct convolution after a NaN, infinity or overflow, and keeps what the call would destroy in the frame", Calls: 1,
        [
            "BookNetKernels.Conv2Forward:TransformOutput",
            "SmallVggKernels.Conv2Forward:TransformOutput",
            "SmallVggKernels.Conv3Forward:TransformOutput",
            "SmallVggKernels.Conv4Forward:TransformOutput",
            "SmallTransformKindsKernels.Conv1Forward:TransformOutput",
            "TransformKindsKernels.Conv1Forward:TransformOutput",
        ]),
        new("some sums wait in the frame while others are pooled; the reduction itself spills nothing", Calls: 0,
        [
            "LeNet5Kernels.Conv1Forward:Filters6Of8",
            "LeNet5Kernels.Conv1Forward:Filters6Of8InHalves",
            "PixelKindsKernels.Conv1Forward:Filters20",
            "ConvKindsKernels.Conv2Forward:Filters20",
        ]),
        new("the expression of an activation, or an average, has more intermediate values than there are registers", Calls: 0,
        [
            "PoolKindsKernels.GELU1Forward:Activate",
            "PoolKindsKernels.GELU1Forward:ActivateWithSlopes",
            "PoolKindsKernels.AveragePool1Forward:Run",
            "ConvKindsKernels.SiLU1Forward:Activate",
            "ConvKindsKernels.SiLU1Forward:ActivateWithSlopes",
        ]),
        new("two tiles in one method, with 21 activations: the JIT stops inlining at 512 local variables", Calls: 44,
        [
            "ConvKindsKernels.Conv1Forward:Filters12",
        ]),
    ];
}
