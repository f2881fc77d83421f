using System.Runtime.InteropServices;
using ConvGen.Onnx.Format;

namespace ConvGen.Tests.Onnx;

/// <summary>Runs a model node by node in double precision, by the ONNX specification of the operators; shares no code with the
/// importer.</summary>
internal sealed class PlainModel
{
    private readonly GraphProto _graph;
    private readonly Dictionary<string, Values> _values = [];

    private PlainModel(GraphProto graph)
    {
        _graph = graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            int[] shape = [.. tensor.Dims.Select(size => (int)size)];
            _values[tensor.Name] = (TensorProto.Types.DataType)tensor.DataType switch
            {
                TensorProto.Types.DataType.Float => new(shape, Doubles<float>(tensor, number => number)),
                TensorProto.Types.DataType.Int32 => new(shape, Doubles<int>(tensor, number => number)),
                _ => new(shape, Doubles<long>(tensor, number => number)),
            };
        }
    }

    /// <summary>The output for a batch of inputs.</summary>
    public static double[] Run(byte[] model, float[] inputs)
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(model).Graph;
        int[] sample = [.. graph.Input[0].Type.TensorType.Shape.Dim.Skip(1).Select(size => (int)size.DimValue)];
        int samples = inputs.Length / sample.Aggregate(1, (product, size) => product * size);
        PlainModel run = new(graph) { _values = { [graph.Input[0].Name] = new([samples, .. sample], [.. inputs]) } };
        foreach (NodeProto node in graph.Node)
        {
            run._values[node.Output[0]] = run.Evaluate(node);
        }

        return run._values[graph.Output[0].Name].Numbers;
    }

    private Values Evaluate(NodeProto node)
    {
        Values x = _values[node.Input[0]];
        Values? second = node.Input.Count > 1 ? _values[node.Input[1]] : null, third = node.Input.Count > 2 ? _values[node.Input[2]] : null;
        return node.OpType switch
        {
            "Add" => Broadcast(x, second!, (a, b) => a + b),
            "Sub" => Broadcast(x, second!, (a, b) => a - b),
            "Mul" => Broadcast(x, second!, (a, b) => a * b),
            "Div" => Broadcast(x, second!, (a, b) => a / b),
            "Relu" => x with { Numbers = [.. x.Numbers.Select(a => Math.Max(a, 0))] },
            "Tanh" => x with { Numbers = [.. x.Numbers.Select(Math.Tanh)] },
            "Dropout" => x,
            "Flatten" => x with { Shape = [x.Shape[0], x.Numbers.Length / x.Shape[0]] },
            "Squeeze" => x with { Shape = [.. x.Shape.Where((size, i) => !second!.Numbers.Contains(i))] },
            "Reshape" => Reshape(x, second!),
            "Pad" => Pad(x, second!, node.Input.Count > 3 ? _values[node.Input[3]] : null),
            "Conv" => Conv(x, second!, third, (int)(Find(node, "group")?.I ?? 1), (int)(Find(node, "pads")?.Ints[0] ?? 0)),
            "MaxPool" => Pool(x, Size(node), window => window.Max()),
            "AveragePool" => Pool(x, Size(node), window => window.Average()),
            "GlobalAveragePool" => Pool(x, (x.Shape[2], x.Shape[3]), window => window.Average()),
            "MatMul" => Product(x, second!, isTransposed: false),
            "Gemm" when third is null => Product(x, second!, Find(node, "transB")?.I == 1),
            "Gemm" => Broadcast(Product(x, second!, Find(node, "transB")?.I == 1), third, (a, b) => a + b),
            "BatchNormalization" => Normalize(x, [.. node.Input.Skip(1).Select(input => _values[input].Numbers)], Find(node, "epsilon")!.F),
            _ => throw new NotSupportedException(node.OpType),
        };
    }

    private static Values Broadcast(Values a, Values b, Func<double, double, double> of)
    {
        int rank = Math.Max(a.Shape.Length, b.Shape.Length);
        int[] shapeOfA = Aligned(a.Shape, rank), shapeOfB = Aligned(b.Shape, rank);
        int[] shape = [.. shapeOfA.Zip(shapeOfB, (one, other) => one == 1 ? other : one)];
        return Fill(shape, place => of(a.Numbers[Index(shapeOfA, place)], b.Numbers[Index(shapeOfB, place)]));
    }

    private static Values Reshape(Values x, Values sizes)
    {
        int[] shape = [.. sizes.Numbers.Select((size, i) => size == 0 ? x.Shape[i] : (int)size)];
        int known = shape.Where(size => size > 0).Aggregate(1, (product, size) => product * size);
        return x with { Shape = [.. shape.Select(size => size < 0 ? x.Numbers.Length / known : size)] };
    }

    private static Values Pad(Values x, Values pads, Values? axes)
    {
        int[] places = axes is null ? [0, 1, 2, 3] : [.. axes.Numbers.Select(axis => (int)(axis < 0 ? axis + 4 : axis))];
        int[] before = new int[4], shape = [.. x.Shape];
        for (int i = 0; i < places.Length; i++)
        {
            before[places[i]] = (int)pads.Numbers[i];
            shape[places[i]] += (int)(pads.Numbers[i] + pads.Numbers[places.Length + i]);
        }

        return Fill(shape, place => At(x, [.. place.Zip(before, (at, pixels) => at - pixels)]));
    }

    private static Values Conv(Values x, Values weights, Values? biases, int groups, int pad)
    {
        int[] w = weights.Shape, shape = [x.Shape[0], w[0], x.Shape[2] + 2 * pad - w[2] + 1, x.Shape[3] + 2 * pad - w[3] + 1];
        return Fill(shape, place =>
        {
            double sum = biases?.Numbers[place[1]] ?? 0;
            int firstChannel = place[1] / (w[0] / groups) * w[1];
            for (int i = 0; i < w[1] * w[2] * w[3]; i++)
            {
                (int channel, int row, int column) = (i / (w[2] * w[3]), i / w[3] % w[2], i % w[3]);
                sum += weights.Numbers[place[1] * w[1] * w[2] * w[3] + i]
                    * At(x, [place[0], firstChannel + channel, place[2] + row - pad, place[3] + column - pad]);
            }

            return sum;
        });
    }

    private static Values Pool(Values x, (int Height, int Width) size, Func<IEnumerable<double>, double> of) => Fill(
        [x.Shape[0], x.Shape[1], x.Shape[2] / size.Height, x.Shape[3] / size.Width],
        place => of(Enumerable.Range(0, size.Height * size.Width).Select(i => At(
            x, [place[0], place[1], place[2] * size.Height + i / size.Width, place[3] * size.Width + i % size.Width]))));

    private static Values Product(Values x, Values matrix, bool isTransposed) => Fill(
        [x.Shape[0], matrix.Shape[isTransposed ? 0 : 1]],
        place => Enumerable.Range(0, x.Shape[1]).Sum(i =>
            At(x, [place[0], i]) * At(matrix, isTransposed ? [place[1], i] : [i, place[1]])));

    private static Values Normalize(Values x, double[][] statistics, double epsilon) => Fill(x.Shape, place =>
        (At(x, place) - statistics[2][place[1]]) / Math.Sqrt(statistics[3][place[1]] + epsilon) * statistics[0][place[1]]
        + statistics[1][place[1]]);

    // Values outside the image are zero.
    private static double At(Values x, int[] place) =>
        place.Zip(x.Shape).All(pair => pair.First >= 0 && pair.First < pair.Second) ? x.Numbers[Index(x.Shape, place)] : 0;

    private static int Index(int[] shape, int[] place) =>
        shape.Zip(place).Aggregate(0, (index, pair) => index * pair.First + (pair.First == 1 ? 0 : pair.Second));

    private static int[] Aligned(int[] shape, int rank) => [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];

    private static Values Fill(int[] shape, Func<int[], double> at)
    {
        double[] numbers = new double[shape.Aggregate(1, (product, size) => product * size)];
        int[] place = new int[shape.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            int rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            }

            numbers[i] = at(place);
        }

        return new Values(shape, numbers);
    }

    private static double[] Doubles<T>(TensorProto tensor, Func<T, double> convert)
        where T : unmanaged => [.. MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray().Select(convert)];

    private static (int Height, int Width) Size(NodeProto node) =>
        ((int)Find(node, "kernel_shape")!.Ints[0], (int)Find(node, "kernel_shape")!.Ints[1]);

    private static AttributeProto? Find(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    private sealed record Values(int[] Shape, double[] Numbers);
}
