using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The parameters that a training leaves as they are: <see cref="TrainerOptions.Frozen"/>, as PyTorch's
/// <c>requires_grad = False</c>.</summary>
/// <remarks>The running statistics of a frozen layer stay as they are, too. Training still normalizes with the statistics of the
/// mini-batch.</remarks>
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

    /// <summary>Returns the ranges of the internal vector that hold frozen parameters with their padding, ascending.</summary>
    public IReadOnlyList<ParameterRange> Ranges() => RangesOf(Contains);

    /// <summary>Returns the ranges that no optimizer changes: frozen parameters, and running statistics.</summary>
    public IReadOnlyList<ParameterRange> UntrainedRanges() => RangesOf(parameter => Contains(parameter) || !parameter.IsTrainable);

    /// <summary>Returns the ranges of the running statistics of frozen layers.</summary>
    public IReadOnlyList<ParameterRange> StatisticsRanges() => RangesOf(parameter => Contains(parameter) && !parameter.IsTrainable);

    private List<ParameterRange> RangesOf(Func<ParameterLayout, bool> isIncluded)
    {
        ParameterLayout[] ordered = [.. _program.Parameters.OrderBy(parameter => parameter.Offset)];
        List<ParameterRange> ranges = [];
        for (int i = 0; i < ordered.Length; i++)
        {
            if (isIncluded(ordered[i]))
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
