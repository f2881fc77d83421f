namespace ConvGen.Tests.Reference;

/// <summary>Short names for lists of layers, for <c>using static</c>; set other options by <c>with</c>.</summary>
internal static class Layers
{
    public static ActivationSpec Sigmoid { get; } = new(Activation.Sigmoid);

    public static ActivationSpec Tanh { get; } = new(Activation.Tanh);

    public static ActivationSpec ReLU { get; } = new(Activation.ReLU);

    public static ActivationSpec ELU { get; } = new(Activation.ELU);

    public static ActivationSpec SiLU { get; } = new(Activation.SiLU);

    public static ActivationSpec GELU { get; } = new(Activation.GELU);

    public static ActivationSpec Softplus { get; } = new(Activation.Softplus);

    public static ActivationSpec ReLU6 { get; } = new(Activation.ReLU6);

    public static ActivationSpec HardSigmoid { get; } = new(Activation.HardSigmoid);

    public static ActivationSpec HardSwish { get; } = new(Activation.HardSwish);

    public static ActivationSpec Mish { get; } = new(Activation.Mish);

    public static ActivationSpec Clip(double min, double max) => new(Activation.Clip) { Min = min, Max = max };

    public static ActivationSpec LeakyReLU(double slope) => new(Activation.LeakyReLU) { Slope = slope };

    public static ConvSpec Conv(int filters, int kernel) => new(filters, kernel);

    public static ConvSpec Conv(int filters, int kernelHeight, int kernelWidth) => new(filters, kernelHeight, kernelWidth);

    public static DepthwiseConvSpec DepthwiseConv(int kernel) => new(kernel, kernel);

    public static DepthwiseConvSpec DepthwiseConv(int kernelHeight, int kernelWidth) => new(kernelHeight, kernelWidth);

    public static MaxPoolSpec MaxPool(int window) => new(window);

    public static MaxPoolSpec MaxPool(int height, int width) => new(height, width);

    public static AveragePoolSpec AveragePool(int window) => new(window, window);

    public static AveragePoolSpec AveragePool(int height, int width) => new(height, width);

    public static L2PoolSpec L2Pool(int window) => new(window, window);

    public static L2PoolSpec L2Pool(int height, int width) => new(height, width);

    public static GlobalAveragePoolSpec GlobalAveragePool { get; } = new();

    public static GlobalMaxPoolSpec GlobalMaxPool { get; } = new();

    public static DenseSpec Dense(int units) => new(units);

    public static DropoutSpec Dropout(double rate) => new(rate);
}
