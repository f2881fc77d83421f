namespace ConvGen.Benchmarks.Scaling;

/// <summary>One measured size.</summary>
/// <param name="Size">The value that varies.</param>
/// <param name="MultiplyAdds">Of training on one image, as if no value were zero.</param>
/// <param name="Nanoseconds">Of training on one image.</param>
/// <param name="ShareOfPeak">The multiply-adds over what the cores' FMA units could have done meanwhile.</param>
/// <param name="Peak">Of one core, in floating-point operations per second, measured by turns with the training.</param>
/// <param name="Kernel">How the second convolution is computed, by far the largest of the layers.</param>
internal sealed record ScalingPoint(
    int Size, double MultiplyAdds, double Nanoseconds, double ShareOfPeak, double Peak, string Kernel);
