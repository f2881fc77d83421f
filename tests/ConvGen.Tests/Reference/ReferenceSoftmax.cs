namespace ConvGen.Tests.Reference;

/// <summary>A softmax over the channels of each pixel, as PyTorch's <c>Softmax(dim=1)</c>.</summary>
internal sealed record SoftmaxSpec : OwnLayerSpec
{
    public override string Kind => "Softmax";

    public override string Attribute => Kind;

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceSoftmax(input);
}

/// <summary>y[c, i, j] = exp(x[c, i, j]) / sum over k of exp(x[k, i, j]).</summary>
internal sealed class ReferenceSoftmax(ImageShape shape) : ReferenceLayer(shape, shape)
{
    private int Pixels => Input.Height * Input.Width;

    public override void Forward(double[] x, double[] y)
    {
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            int[] places = Places(pixel);
            double largest = places.Max(place => x[place]);
            double sum = places.Sum(place => Math.Exp(x[place] - largest));
            foreach (int place in places)
            {
                y[place] = Math.Exp(x[place] - largest) / sum;
            }
        }
    }

    /// <summary>The derivative of y[k] for x[c] is y[k] * ((k == c) - y[c]).</summary>
    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            int[] places = Places(pixel);
            foreach (int c in places)
            {
                dx[c] = places.Sum(k => dy[k] * y[k] * ((k == c ? 1 : 0) - y[c]));
            }
        }
    }

    private int[] Places(int pixel) => [.. Enumerable.Range(0, Input.Channels).Select(channel => channel * Pixels + pixel)];
}
