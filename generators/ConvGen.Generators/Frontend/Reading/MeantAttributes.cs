namespace ConvGen.Generators.Frontend.Reading;

/// <summary>
/// Maps attribute names that ConvGen does not have to the intended attribute: names from Keras, PyTorch and textbooks, and misspelled
/// names of ConvGen's attributes. The project of the code fixes includes this file, too.
/// </summary>
internal static class MeantAttributes
{
    /// <summary>The names of ConvGen's attributes.</summary>
    private static readonly string[] Kinds =
    [
        "Network", "Conv", "DepthwiseConv", "MaxPool", "AveragePool", "L2Pool", "GlobalAveragePool", "GlobalMaxPool", "Dense",
        "Conv1D", "MaxPool1D", "AveragePool1D", "ConvTranspose",
        "Sigmoid", "Tanh", "ReLU", "LeakyReLU", "PReLU", "ReLU6", "Clip", "ELU", "SiLU", "GELU", "Softplus",
        "HardSigmoid", "HardSwish", "Mish", "BatchNorm", "LayerNorm", "InstanceNorm", "Scale", "Softmax", "Dropout",
        "Slice", "ChannelShuffle", "PixelShuffle", "Pad", "Upsample",
        "Residual", "Shortcut", "EndResidual", "Repeat", "EndRepeat", "From", "Add", "Multiply", "Concat", "Output",
        "SoftmaxCrossEntropy", "SigmoidCrossEntropy", "MeanSquaredError", "QuadraticCost", "CrossEntropyCost",
    ];

    /// <summary>The meanings by lower-case name, without the suffixes Attribute and Layer, and without dimensions (2d) except those of
    /// ConvGen's own names.</summary>
    private static readonly Dictionary<string, MeantAttribute> Meanings = CreateMeanings();

    /// <summary>Finds the meaning of an attribute name; null if it is a correct or an unknown name.</summary>
    public static MeantAttribute? Find(string name)
    {
        string bare = WithoutSuffix(name, "Attribute");
        if (Array.IndexOf(Kinds, bare) >= 0)
        {
            return null;
        }

        string key = WithoutSuffix(bare.Replace("_", "").ToLowerInvariant(), "layer");
        string? dimension = Array.Find(["1d", "2d", "3d"], key.Contains);
        string full = key;
        key = dimension is null ? key : key.Replace(dimension, "");
        MeantAttribute? meant = Meanings.TryGetValue(key, out MeantAttribute? known) ? known : FindNear(key);
        if (dimension == "1d")
        {
            string? kind = Array.Find(Kinds, kind => kind == $"{meant?.Replacement}1D");
            meant = kind is not null ? MeantAttribute.Renamed(kind) : meant ?? FindNear(full);
        }

        bool hasWindow = meant?.Replacement is "Conv" or "DepthwiseConv" or "ConvTranspose" or "MaxPool" or "AveragePool" or "L2Pool";
        return !hasWindow ? meant
            : dimension == "3d" ? MeantAttribute.Missing("layers for volumes do not exist yet")
            : dimension == "1d" ? MeantAttribute.Closest(
                meant!.Replacement!, $"{meant.Advice} A signal is an image of one row: [Network(channels, 1, length)]")
            : meant;
    }

    /// <summary>Finds the only name that differs by one typing error, or by two for a long name; null if there is none or
    /// several.</summary>
    private static MeantAttribute? FindNear(string key)
    {
        int slips = key.Length < 4 ? 0 : key.Length < 8 ? 1 : 2;
        MeantAttribute[] near =
        [
            .. Meanings
                .Where(known => known.Key.Length >= 4
                    && known.Key.EndsWith("1d", StringComparison.Ordinal) == key.EndsWith("1d", StringComparison.Ordinal)
                    && Math.Abs(known.Key.Length - key.Length) <= slips
                    && Distance(known.Key, key) <= slips)
                .Select(known => known.Value)
                .GroupBy(meant => meant.Replacement ?? meant.Advice).Select(group => group.First()),
        ];
        return near.Length == 1 ? near[0] : null;
    }

    /// <summary>The number of missing, added, wrong or swapped letters (the Damerau-Levenshtein distance).</summary>
    private static int Distance(string from, string to)
    {
        int[,] costs = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                costs[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[from.Length, to.Length];
    }

    private static string WithoutSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - suffix.Length)
            : name;

    private static Dictionary<string, MeantAttribute> CreateMeanings()
    {
        Dictionary<string, MeantAttribute> meanings = new(StringComparer.Ordinal);
        void Add(MeantAttribute meant, string names)
        {
            foreach (string name in names.Split(' '))
            {
                meanings.Add(name, meant);
            }
        }

        foreach (string kind in Kinds)
        {
            Add(MeantAttribute.Renamed(kind), kind.ToLowerInvariant());
        }

        foreach ((string kind, string names) in OtherNames)
        {
            Add(MeantAttribute.Renamed(kind), names);
        }

        foreach ((string kind, string names) in NotYet)
        {
            Add(MeantAttribute.Closest(kind, $"it does not exist yet, and the closest is [{kind}]"), names);
        }

        Add(
            MeantAttribute.Closest(
                "SoftmaxCrossEntropy", "[SoftmaxCrossEntropy] at the end of the network applies the softmax itself, in Predict too"),
            "logsoftmax");
        foreach ((string advice, string names) in Needless)
        {
            Add(MeantAttribute.Removable(advice), names);
        }

        foreach ((string advice, string names) in Missing)
        {
            Add(MeantAttribute.Missing(advice), names);
        }

        return meanings;
    }

    private static (string Kind, string Names)[] OtherNames =>
    [
        ("Network", "input inputlayer inputshape sequential neuralnetwork neuralnet"),
        ("Conv", "convolution convolutional"),
        ("DepthwiseConv", "depthwise depthwiseconvolution"),
        ("ConvTranspose", "transposedconv transposedconvolution transposeconv convolutiontranspose deconv deconvolution"),
        ("MaxPool", "maxpooling"),
        ("AveragePool", "avgpool avgpooling averagepooling meanpool meanpooling"),
        ("L2Pool", "lppool lppooling l2pooling"),
        ("GlobalAveragePool", "globalavgpool globalaveragepooling globalavgpooling adaptiveavgpool adaptiveaveragepool"),
        ("GlobalMaxPool", "globalmaxpooling adaptivemaxpool"),
        ("Dense", "linear fullyconnected fc affine innerproduct gemm matmul"),
        ("Sigmoid", "logistic"),
        ("Tanh", "hyperbolictangent"),
        ("ReLU", "rectifier rectifiedlinear rectifiedlinearunit"),
        ("LeakyReLU", "lrelu leakyrectifier"),
        ("PReLU", "parametricrelu parametricrectifier"),
        ("Clip", "clamp hardtanh"),
        ("SiLU", "swish"),
        ("BatchNorm", "batchnormalization bn"),
        ("LayerNorm", "layernormalization"),
        ("InstanceNorm", "instancenormalization"),
        ("Scale", "rescaling rescale scaling"),
        ("HardSwish", "hardsilu"),
        ("Softplus", "softrelu"),
        ("Dropout", "spatialdropout alphadropout featurealphadropout gaussiandropout"),
        ("Residual", "residualblock resblock skip skipconnection"),
        ("Add", "addition sum"),
        ("Multiply", "mul product"),
        ("Concat", "concatenate concatenation cat"),
        ("Slice", "split crop narrow"),
        ("ChannelShuffle", "shuffle shufflechannels"),
        ("PixelShuffle", "depthtospace subpixel subpixelconv"),
        ("Pad", "zeropad zeropadding padding constantpad reflectionpad replicationpad"),
        ("Upsample", "upsampling upsamplingnearest upsamplingbilinear resize interpolate"),
        ("SoftmaxCrossEntropy", "crossentropy crossentropyloss categoricalcrossentropy sparsecategoricalcrossentropy nllloss nll " +
            "softmaxloss softmaxcrossentropyloss softmaxcrossentropywithlogits"),
        ("SigmoidCrossEntropy", "bce bceloss bcewithlogits bcewithlogitsloss binarycrossentropy sigmoidcrossentropyloss"),
        ("MeanSquaredError", "mse mseloss meansquarederrorloss l2loss squarederror"),
    ];

    private static (string Kind, string Names)[] NotYet =>
    [
        ("LeakyReLU", "rrelu thresholdedrelu"),
        ("ReLU", "hardrelu"),
        ("ELU", "selu celu"),
        ("Tanh", "softsign tanhshrink"),
        ("DepthwiseConv", "separableconv separableconvolution"),
        ("MeanSquaredError", "huber huberloss smoothl1 smoothl1loss l1loss mae meanabsoluteerror"),
    ];

    private static (string Advice, string Names)[] Needless =>
    [
        ("[Dense] takes an image as one vector, so remove it", "flatten view ravel"),
        ("it would change nothing, so remove it", "identity passthrough"),
        ("of the normalizations there are [BatchNorm], [LayerNorm] and [InstanceNorm], so remove it or use one of these",
            "groupnorm groupnormalization rmsnorm rmsnormalization localresponsenorm localresponsenormalization lrn spectralnorm " +
            "weightnorm syncbatchnorm normalization normalize"),
    ];

    private static (string Advice, string Names)[] Missing =>
    [
        ("an image becomes a vector in [Dense], and no other change of shape exists yet", "reshape unflatten permute"),
        ("layers for sequences do not exist yet",
            "lstm gru rnn simplernn bidirectional embedding attention multiheadattention selfattention transformer transformerencoder"),
    ];
}

/// <summary>The advice for an attribute name that ConvGen does not have.</summary>
internal sealed class MeantAttribute
{
    private MeantAttribute(string advice, string? replacement = null, bool canGo = false)
    {
        Advice = advice;
        Replacement = replacement;
        CanGo = canGo;
    }

    /// <summary>The advice as the second half of the diagnostic's sentence.</summary>
    public string Advice { get; }

    /// <summary>The attribute to write instead, or null.</summary>
    public string? Replacement { get; }

    /// <summary>True if the attribute can be removed without changing any shape.</summary>
    public bool CanGo { get; }

    public static MeantAttribute Renamed(string kind) => new($"did you mean [{kind}]?", kind);

    public static MeantAttribute Closest(string kind, string advice) => new(advice, kind);

    public static MeantAttribute Removable(string advice) => new(advice, canGo: true);

    public static MeantAttribute Missing(string advice) => new(advice);
}
