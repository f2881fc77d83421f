using System.Globalization;
using System.Text;
using ConvGen.Onnx.Import;

namespace ConvGen.Onnx;

/// <summary>A sequential ONNX model as a ConvGen network: the declaration to compile, and the weights to load into it.</summary>
/// <example>
/// <code>
/// OnnxNetwork imported = OnnxNetwork.Read("digits.onnx");
/// File.WriteAllText("Digits.cs", imported.Declaration("Digits"));
/// File.WriteAllBytes("Digits.safetensors", imported.Weights());
/// // After Digits.cs has been compiled: network.Load("Digits.safetensors");
/// </code>
/// </example>
/// <remarks>
/// The only input of the model must be a batch of float32 vectors or images of fixed size, and its nodes must be a chain of:
/// Conv, ConvTranspose of one group without dilation, MaxPool, AveragePool, LpPool (p = 2), GlobalAveragePool, GlobalMaxPool, Gemm,
/// MatMul, Pad, Flatten, Reshape and Squeeze to vectors, Slice of channels, DepthToSpace in the order CRD, Resize by whole factors (nearest
/// and linear), Reshape, Transpose and Reshape for a ChannelShuffle, ONNX's operator for each of ConvGen's activations (x * Sigmoid(x) for SiLU, Clip from 0 to 6 for ReLU6; also
/// x * HardSigmoid(x) for HardSwish and x * Tanh(Softplus(x)) for Mish), Dropout, Identity, and Softmax
/// over channels, which becomes the loss SoftmaxCrossEntropy if it is over vectors at the end; LayerNormalization over whole samples and
/// InstanceNormalization. BatchNormalization becomes a BatchNorm with the model's running statistics; if it normalizes a flattened image, follows
/// arithmetic or has an epsilon of 0, it becomes part of the weights next to it. So do Add, Sub, Mul and Div by a constant for each channel,
/// if that gives the same values: a ReLU or a pooling may lie between a factor and the weights. Otherwise they become a Scale, such as
/// a summand before a convolution that pads. Everything else is an error that names the node.
/// </remarks>
public sealed class OnnxNetwork
{
    private readonly int[] _inputShape;
    private readonly IReadOnlyList<ImportedLayer> _layers;

    private OnnxNetwork(byte[] bytes) => (_inputShape, _layers) = ChainReader.Read(OnnxGraph.Parse(bytes));

    /// <summary>Reads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="OnnxImportException">The file is not an ONNX model, or the model is not a chain of ConvGen's layers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static OnnxNetwork Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new OnnxNetwork(File.ReadAllBytes(path));
    }

    /// <summary>Reads a model from bytes.</summary>
    /// <param name="bytes">The content of a file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bytes"/> is null.</exception>
    /// <exception cref="OnnxImportException">The bytes are not an ONNX model, or the model is not a chain of ConvGen's layers.</exception>
    public static OnnxNetwork Parse(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new OnnxNetwork(bytes);
    }

    /// <summary>Returns the source of the network's class, ready to compile in a project that references ConvGen. Lines end with
    /// <c>\n</c>.</summary>
    /// <remarks>Layers keep the names that their weights have in the model, such as <c>Fc1</c> for <c>Fc1.weight</c>, if C# and
    /// ConvGen allow all of them; otherwise they get ConvGen's default names.</remarks>
    /// <param name="className">The name of the class: a C# identifier that is neither a keyword nor the name of a network member.</param>
    /// <param name="inNamespace">The namespace, such as <c>Shop.Networks</c>; null for none.</param>
    /// <exception cref="ArgumentException"><paramref name="className"/> is null or empty, or is not a valid class name;
    /// <paramref name="inNamespace"/> cannot be a namespace.</exception>
    public string Declaration(string className, string? inNamespace = null)
    {
        ClassNames.CheckClass(className, inNamespace is null, _layers);
        ClassNames.CheckNamespace(inNamespace);
        string?[] names = LayerNames.Of(_layers, className, out bool namesAreGiven);
        var text = new StringBuilder("using ConvGen;\n\n");
        if (inNamespace is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {inNamespace};\n\n");
        }

        text.Append("/// <summary>Imported from an ONNX model.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"[Network({string.Join(", ", _inputShape)})");
        for (int i = 0; i < _layers.Count; i++)
        {
            // A line for every layer with weights and what follows it.
            bool beginsLine = i == 0 || _layers[i].Weights is not null;
            text.Append(beginsLine ? "]\n[" : ", ").Append(_layers[i].Attribute(namesAreGiven ? names[i] : null));
        }

        return text.Append(CultureInfo.InvariantCulture, $"]\npublic sealed partial class {className};\n").ToString();
    }

    /// <summary>Returns the weights as a safetensors file, for <c>network.Load</c> and <c>FromBytes</c>.</summary>
    /// <param name="className">The class name that was passed to <see cref="Declaration"/>. It matters only if the model has a
    /// layer of that name, because a layer cannot have the name of its class.</param>
    public byte[] Weights(string? className = null)
    {
        string?[] names = LayerNames.Of(_layers, className, out _);
        List<(string Name, int[] Shape, float[] Values)> tensors = [];
        for (int i = 0; i < _layers.Count; i++)
        {
            if (_layers[i].Weights is { } weights)
            {
                tensors.Add(($"{names[i]}.weight", weights.Shape, weights.Values));
            }

            if (_layers[i].Biases is { } biases)
            {
                tensors.Add(($"{names[i]}.bias", _layers[i].BiasShape ?? [biases.Length], biases));
            }

            if (_layers[i].Statistics is var (mean, variance))
            {
                tensors.Add(($"{names[i]}.running_mean", [mean.Length], mean));
                tensors.Add(($"{names[i]}.running_var", [variance.Length], variance));
            }
        }

        return SafetensorsFile.Write(tensors);
    }
}
