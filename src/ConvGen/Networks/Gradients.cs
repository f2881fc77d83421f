using System.Collections;
using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen;

/// <summary>The gradients that the last <c>Backpropagate</c> computed: of every trainable parameter, in the order of the network's
/// <see cref="ParameterSet"/>, and of the input. All are zero before the first call.</summary>
/// <remarks>An object must be used by one thread at a time; each thread needs its own. It may also be used with other instances
/// of the same network class.</remarks>
public sealed class Gradients : IReadOnlyList<Gradient>
{
    private readonly NamedList<Gradient> _gradients;

    // The buffers of all slices but the first: one buffer for a pass with one segment, otherwise one for each slice.
    private readonly List<AlignedMemory> _sliceMemory = [];

    internal Gradients(NetworkProgram program)
    {
        Program = program;
        Sum = new AlignedMemory(program.ParameterFloats);
        Pass = new TrainingPass(program, threads: 1);
        Input = new InputGradient(program.InputLength);
        _gradients = new NamedList<Gradient>(
            program.Parameters.Where(layout => layout.IsTrainable).Select(layout => new Gradient(Sum, layout, ElementMap.Of(program, layout))),
            gradient => gradient.Name);
    }

    /// <summary>The gradient with respect to the inputs of the last call.</summary>
    public InputGradient Input { get; }

    /// <summary>The dropout masks that <c>Backpropagate</c> uses: those of a training step, or null for no dropout, which gives
    /// the gradient of what <c>Predict</c> computes. Default: null.</summary>
    public DropoutMasks? Dropout { get; set; }

    /// <summary>The number of trainable parameter tensors.</summary>
    public int Count => _gradients.Count;

    /// <summary>The gradient of a parameter by its position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public Gradient this[int index] => _gradients[index];

    /// <summary>The gradient of a parameter by its name, such as <c>Conv1.weight</c>.</summary>
    /// <param name="name">A <see cref="Parameter.Name"/>, with its exact spelling.</param>
    /// <exception cref="KeyNotFoundException">No trainable parameter has this name; the message lists the existing names.</exception>
    public Gradient this[string name] => _gradients[name];

    /// <summary>The program of the network class.</summary>
    internal NetworkProgram Program { get; }

    /// <summary>The parameter gradients in the internal layout.</summary>
    internal AlignedMemory Sum { get; }

    /// <summary>The training pass and its memory.</summary>
    internal TrainingPass Pass { get; }

    /// <inheritdoc/>
    public IEnumerator<Gradient> GetEnumerator() => _gradients.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the buffer for the gradients of one slice. The first slice uses <see cref="Sum"/> itself, to which the
    /// others are added. With one segment the other slices share one buffer: each is added before the next one starts.</summary>
    /// <param name="slice">The number of the slice, counted from 0.</param>
    internal AlignedMemory OfSlice(int slice)
    {
        if (slice == 0)
        {
            return Sum;
        }

        int index = Pass.Segments == 1 ? 0 : slice - 1;
        while (_sliceMemory.Count <= index)
        {
            _sliceMemory.Add(new AlignedMemory(Program.ParameterFloats));
        }

        return _sliceMemory[index];
    }
}
