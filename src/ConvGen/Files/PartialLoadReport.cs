using ConvGen.Files;

namespace ConvGen;

/// <summary>The result of <see cref="NetworkFiles.LoadPartially"/>. Every parameter of the network is in exactly one of
/// <see cref="Taken"/>, <see cref="Missing"/> and <see cref="Mismatched"/>; every tensor of the file is either taken, mismatched, or
/// <see cref="Left"/>.</summary>
public sealed class PartialLoadReport
{
    internal PartialLoadReport(
        IReadOnlyList<string> taken, IReadOnlyList<string> missing, IReadOnlyList<TensorMismatch> mismatched, IReadOnlyList<string> left)
    {
        Taken = taken;
        Missing = missing;
        Mismatched = mismatched;
        Left = left;
    }

    /// <summary>The names of the parameters that were replaced, in the order of the layers.</summary>
    public IReadOnlyList<string> Taken { get; }

    /// <summary>The names of the parameters that the file lacks, PyTorch's <c>missing_keys</c>; they are unchanged.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The parameters whose tensor in the file has another shape, or a type that is not a floating-point type of 16 to 64 bits;
    /// they are unchanged.</summary>
    public IReadOnlyList<TensorMismatch> Mismatched { get; }

    /// <summary>The names of the file's tensors, as the file spells them, that belong to no parameter: PyTorch's
    /// <c>unexpected_keys</c>.</summary>
    public IReadOnlyList<string> Left { get; }

    /// <summary>Returns a line for each list that is not empty.</summary>
    public override string ToString()
    {
        (string Title, IReadOnlyList<object> Items)[] lists =
        [
            ("taken", Taken), ("missing from the file", Missing), ("mismatched", Mismatched), ("left in the file", Left),
        ];
        return string.Join(
            Environment.NewLine,
            lists.Where(list => list.Items.Count > 0).Select(list => $"{list.Title}: {string.Join(", ", list.Items)}"));
    }
}

/// <summary>A tensor of a file that has the name of a parameter but cannot replace it.</summary>
public sealed class TensorMismatch
{
    internal TensorMismatch(Parameter parameter, FoundTensor found)
    {
        (Name, ExpectedShape) = (parameter.Name, parameter.Shape);
        (FoundShape, FoundType) = (found.Shape, found.Type);
    }

    /// <summary>The name of the parameter.</summary>
    public string Name { get; }

    /// <summary>The shape of the parameter.</summary>
    public IReadOnlyList<int> ExpectedShape { get; }

    /// <summary>The shape of the tensor in the file.</summary>
    public IReadOnlyList<long> FoundShape { get; }

    /// <summary>The type of the tensor's elements, in the words of the file format: <c>F32</c>, <c>I64</c>.</summary>
    public string FoundType { get; }

    /// <summary>Returns the name with the expected and the found shape, and the found type.</summary>
    public override string ToString() =>
        $"{Name} (expected {TensorSpec.ShapeText(ExpectedShape)}, found {TensorSpec.ShapeText(FoundShape)} of {FoundType})";
}
