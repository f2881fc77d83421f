namespace ConvGen.Benchmarks.Scaling;

/// <summary>One measured size.</summary>
/// <param name="Size">The value that varies.</param>
/// <param name="MultiplyAdds">The multiply-adds of training on one image, as if no value were zero.</param>
/// <param name="Nanoseconds">The time of training on one image.</param>
/// <param name="ShareOfPeak">The multiply-adds, divided by the number that the cores' FMA units can execute in the same time.</param>
/// <param name="Peak">The peak of one core in floating-point operations per second, measured alternately with the
/// training.</param>
/// <param name="Kernel">The forward schedule of the second convolution, by far the largest layer.</param>
internal sealed record ScalingPoint(
    int Size, double MultiplyAdds, double Nanoseconds, double ShareOfPeak, double Peak, string Kernel);
