using ConvGen.Generators.Planning.Convolution.Forward;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>Winograd's matrices contain integers, so that a convolution of small integers is exact.</summary>
public sealed class WinogradTransformTests
{
    public static TheoryData<string> Names => new("F2x3", "F4x3", "F2x5");

    /// <summary>In one dimension: A^T ((G g) * (B^T d)) is the root of the divisor times the correlation of d and g.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_matrices_convolve(string name)
    {
        WinogradTransform transform = Named(name);
        int root = (int)Math.Sqrt(transform.Divisor);
        Assert.Equal(transform.Divisor, root * root);
        for (int input = 0; input < transform.Size; input++)
        {
            for (int weight = 0; weight < transform.Kernel; weight++)
            {
                int[] products =
                    [.. Enumerable.Range(0, transform.Size).Select(k => transform.Input[k][input] * transform.Weights[k][weight])];
                int[] outputs = [.. transform.Output.Select(row => row.Zip(products, (a, m) => a * m).Sum())];
                Assert.Equal(
                    Enumerable.Range(0, transform.Outputs).Select(output => output + weight == input ? root : 0), outputs);
            }
        }
    }

    /// <summary>The kernels multiply by the rounded reciprocal of the divisor, which must not cost exactness.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_product_with_the_reciprocal_undoes_a_product_with_the_divisor(string name)
    {
        int divisor = Named(name).Divisor;
        float scale = 1f / divisor;

        // All integers whose product with 576 = 9 * 64 is exactly a float; signs and powers of two make no difference.
        int[] inexact = [.. Enumerable.Range(0, (1 << 24) / 9).Where(value => (float)value * divisor * scale != value).Take(10)];
        Assert.Empty(inexact);
    }

    private static WinogradTransform Named(string name) =>
        (WinogradTransform)typeof(WinogradTransform).GetProperty(name)!.GetValue(null)!;
}
