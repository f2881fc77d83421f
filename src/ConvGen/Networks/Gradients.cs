using System.Collections;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen;

/// <summary>d loss / d everything, as the last <c>Backpropagate</c> into this object left it: for every parameter, in the
/// order of the network's <see cref="ParameterSet"/>, and for the input. Before the first one all are zero.</summary>
/// <remarks>One object serves one thread at a time; several threads of one network need one each. It may also be used with
/// other instances of the same network class.</remarks>
public sealed class Gradients : IReadOnlyList<Gradient>
{
    private readonly NamedList<Gradient> gradients;

    // For all slices but the first. One segment needs one, several need one for each of the slices.
    private readonly List<AlignedMemory> sliceMemory = [];

    internal Gradients(NetworkProgram program)
    {
        Program = program;
        Sum = new AlignedMemory(program.ParameterFloats);
        Pass = new TrainingPass(program, threads: 1);
        Input = new InputGradient(program.InputLength);
        gradients = new NamedList<Gradient>(
            program.Parameters.Select(layout => new Gradient(Sum, layout, ElementMap.Of(program, layout))),
            gradient => gradient.Name);
    }

    /// <summary>d loss / d inputs, for the samples that were last given.</summary>
    public InputGradient Input { get; }

    /// <summary>Which masks the network's dropout uses in <c>Backpropagate</c>: those of a training step, or, where it is null,
    /// none, so that the gradient is that of what <c>Predict</c> computes. Default: null.</summary>
    public DropoutMasks? Dropout { get; set; }

    /// <summary>The number of parameter tensors.</summary>
    public int Count => gradients.Count;

    /// <summary>The gradient of a parameter by its position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside.</exception>
    public Gradient this[int index] => gradients[index];

    /// <summary>The gradient of a parameter by its name, such as <c>Conv1.weight</c>.</summary>
    /// <param name="name">A <see cref="Parameter.Name"/>, with its exact spelling.</param>
    /// <exception cref="KeyNotFoundException">No parameter has this name; the message lists those there are.</exception>
    public Gradient this[string name] => gradients[name];

    /// <summary>Whose parameters these are the gradients of.</summary>
    internal NetworkProgram Program { get; }

    /// <summary>The parameter gradients in the internal layout.</summary>
    internal AlignedMemory Sum { get; }

    /// <summary>The pass, with the memory that it needs.</summary>
    internal TrainingPass Pass { get; }

    /// <inheritdoc/>
    public IEnumerator<Gradient> GetEnumerator() => gradients.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Where the gradients of one slice are collected before they are added to <see cref="Sum"/>, which is the first slice's
    /// own memory. With one segment, the slices after it share theirs: each is added before the next one starts.</summary>
    /// <param name="slice">Which slice, from 0.</param>
    internal AlignedMemory OfSlice(int slice)
    {
        if (slice == 0)
        {
            return Sum;
        }

        int index = Pass.Segments == 1 ? 0 : slice - 1;
        while (sliceMemory.Count <= index)
        {
            sliceMemory.Add(new AlignedMemory(Program.ParameterFloats));
        }

        return sliceMemory[index];
    }
}
