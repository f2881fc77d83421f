namespace ConvGen.Files;

/// <summary>Assigns the tensors of a file to the parameters of a network, by name, shape and type.</summary>
internal sealed class TensorMatch
{
    private readonly Dictionary<FoundTensor, Parameter> _taken = new(ReferenceEqualityComparer.Instance);

    public TensorMatch(ParameterSet parameters, IReadOnlyList<FoundTensor> tensors, PartialLoadOptions options)
    {
        Dictionary<string, FoundTensor> byName = ByName(tensors, options);
        List<string> taken = [], missing = [];
        List<TensorMismatch> mismatched = [];
        HashSet<FoundTensor> used = new(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in parameters)
        {
            if (!byName.TryGetValue(parameter.Name, out FoundTensor? found))
            {
                missing.Add(parameter.Name);
                continue;
            }

            used.Add(found);
            if (found.HasShape(parameter.Shape) && ElementTypes.AreConvertible(found.Type))
            {
                taken.Add(parameter.Name);
                _taken.Add(found, parameter);
            }
            else
            {
                mismatched.Add(new TensorMismatch(parameter, found));
            }
        }

        string[] left = [.. tensors.Where(tensor => !used.Contains(tensor)).Select(tensor => tensor.Name)];
        Report = new PartialLoadReport(taken, missing, mismatched, left);
    }

    /// <summary>What was assigned, and what was not.</summary>
    public PartialLoadReport Report { get; }

    /// <summary>Returns the parameter that a tensor replaces, or null.</summary>
    public Parameter? ParameterOf(FoundTensor tensor) => _taken.GetValueOrDefault(tensor);

    private static Dictionary<string, FoundTensor> ByName(IReadOnlyList<FoundTensor> tensors, PartialLoadOptions options)
    {
        Dictionary<string, FoundTensor> byName = [];
        bool HasPrefix(FoundTensor tensor) => tensor.Name.StartsWith(options.RemovePrefix, StringComparison.Ordinal);
        foreach (FoundTensor tensor in tensors.Where(HasPrefix))
        {
            byName.Add(options.AddPrefix + tensor.Name[options.RemovePrefix.Length..], tensor);
        }

        foreach (FoundTensor tensor in tensors.Where(tensor => !HasPrefix(tensor)))
        {
            byName.TryAdd(options.AddPrefix + tensor.Name, tensor);
        }

        return byName;
    }
}
