namespace ConvGen.Tests.Reference;

/// <summary>y[u] = bias[u] + sum over i of weight[u, i] * x[i].</summary>
internal sealed class ReferenceDense : ReferenceLayer
{
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;

    public ReferenceDense(DenseSpec spec, string name, ImageShape input)
        : base(input, new(spec.Units, 1, 1))
    {
        _weight = new($"{name}.weight", input.Length, spec.Units, input.Length);
        _bias = spec.Bias ? new($"{name}.bias", input.Length, spec.Units) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public override void Forward(double[] x, double[] y)
    {
        for (int unit = 0; unit < Output.Length; unit++)
        {
            double sum = _bias?.Values[unit] ?? 0;
            for (int input = 0; input < Input.Length; input++)
            {
                sum += _weight.Values[unit * Input.Length + input] * x[input];
            }

            y[unit] = sum;
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        for (int unit = 0; unit < Output.Length; unit++)
        {
            for (int input = 0; input < Input.Length; input++)
            {
                dx[input] += _weight.Values[unit * Input.Length + input] * dy[unit];
                _weight.Gradient[unit * Input.Length + input] += x[input] * dy[unit];
            }

            if (_bias is not null)
            {
                _bias.Gradient[unit] += dy[unit];
            }
        }
    }
}
