using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters that a training leaves as they are: <see cref="TrainerOptions.Frozen"/>, as PyTorch's
/// <c>requires_grad = False</c>.</summary>
/// <remarks>A layer that changes values of its own in a step, such as running statistics, asks <see cref="ContainsLayer"/> before it
/// does.</remarks>
internal sealed class FrozenParameters
{
    private readonly NetworkProgram _program;
    private readonly HashSet<string> _frozen = [];

    /// <param name="program">The program of the network.</param>
    /// <param name="options">The options, which name layers and parameters.</param>
    /// <exception cref="ArgumentException">A name is that of no parameter and of no layer with parameters.</exception>
    public FrozenParameters(NetworkProgram program, TrainerOptions options)
    {
        _program = program;
        foreach (string name in options.Frozen)
        {
            ParameterLayout[] found = [.. program.Parameters.Where(parameter => parameter.Name == name || LayerOf(parameter) == name)];
            if (found.Length == 0)
            {
                throw new ArgumentException(
                    $"Frozen contains \"{name}\"; {program.Summary.Network} has {Existing()}.", nameof(options));
            }

            _frozen.UnionWith(found.Select(parameter => parameter.Name));
        }
    }

    /// <summary>The names of the frozen parameters, in the order of the layers.</summary>
    public IEnumerable<string> Names => _program.Parameters.Where(Contains).Select(parameter => parameter.Name);

    /// <summary>Whether a parameter is frozen.</summary>
    public bool Contains(ParameterLayout parameter) => _frozen.Contains(parameter.Name);

    /// <summary>Whether a layer has parameters, and all of them are frozen.</summary>
    public bool ContainsLayer(string layer)
    {
        ParameterLayout[] parameters = [.. _program.Parameters.Where(parameter => LayerOf(parameter) == layer)];
        return parameters.Length > 0 && Array.TrueForAll(parameters, Contains);
    }

    /// <summary>Returns the ranges of the internal vector that hold frozen parameters with their padding, ascending.</summary>
    public IReadOnlyList<ParameterRange> Ranges()
    {
        ParameterLayout[] ordered = [.. _program.Parameters.OrderBy(parameter => parameter.Offset)];
        List<ParameterRange> ranges = [];
        for (int i = 0; i < ordered.Length; i++)
        {
            if (Contains(ordered[i]))
            {
                ranges.Add(new(ordered[i].Offset, i + 1 < ordered.Length ? ordered[i + 1].Offset : _program.ParameterFloats));
            }
        }

        return ranges;
    }

    private static string LayerOf(ParameterLayout parameter) => parameter.Name[..Math.Max(0, parameter.Name.LastIndexOf('.'))];

    private string Existing()
    {
        IEnumerable<string> layers = _program.Parameters.Select(LayerOf).Distinct();
        IEnumerable<string> parameters = _program.Parameters.Select(parameter => parameter.Name);
        return $"the layers {string.Join(", ", layers)} with the parameters {string.Join(", ", parameters)}";
    }
}
