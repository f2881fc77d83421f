using System.Runtime.Intrinsics;

namespace ConvGen.Tracing;

/// <summary>Applies a function to every value, the same that the kernels use.</summary>
internal static class PlainActivation
{
    public static void Run(LayerActivation x, Span<float> y, Func<Vector256<float>, Vector256<float>> function)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = function(Vector256.Create(x.Values[i])).ToScalar();
        }
    }
}
