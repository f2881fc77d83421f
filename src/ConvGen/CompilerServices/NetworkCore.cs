using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGen.Internal;
using ConvGen.RandomNumbers;
using ConvGen.Tracing;
using ConvGen.Training;

namespace ConvGen.CompilerServices;

/// <summary>The implementation of a network instance: owns the parameters, and runs the passes of its
/// <see cref="NetworkProgram"/> over whole batches. Generated classes forward to it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkCore
{
    private readonly WorkspacePool _inferenceWorkspaces;
    private readonly Lock _packing = new();
    private LayerSet? _layers;

    // Every change of a parameter increments the first; packing sets the second to the version that it has read.
    private int _parameterVersion = 1;
    private int _packedVersion;

    // Training steps do not fold what prediction reads: they only increment the first; folding sets the second.
    private int _foldableVersion = 1;
    private int _foldedVersion;

    /// <summary>Creates a network with initialized weights.</summary>
    /// <param name="program">The generated program of the network's class.</param>
    /// <param name="seed">Any number; the same seed gives the same weights on every machine.</param>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> is null.</exception>
    public NetworkCore(NetworkProgram program, int seed)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        ParameterMemory = new AlignedMemory(program.ParameterFloats);
        PackedMemory = new AlignedMemory(program.PackedFloats);
        _inferenceWorkspaces = new WorkspacePool(checked(OutputOffset + program.OutputLength));
        Parameters = new ParameterSet(program.Parameters.Select(layout =>
            new Parameter(this, layout, ElementMap.Of(program, layout))));
        WeightInitializer.Fill(Parameters, program, seed);
    }

    /// <summary>Every weight and bias tensor, in the order of the layers.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The loss of the network's declaration; it determines the function that <see cref="Predict"/> applies to the
    /// last layer's values.</summary>
    public LossKind Loss => Program.Loss;

    /// <summary>The width, in bits, of the vectors that the network computes with: 256 or 512.</summary>
    public int VectorBits => Program.VectorBits;

    internal NetworkProgram Program { get; }

    /// <summary>The parameters in the internal layout. Code that writes to them must call <see cref="MarkParametersChanged"/>
    /// or pack the changed pieces.</summary>
    internal AlignedMemory ParameterMemory { get; }

    /// <summary>The packed weights that the forward kernels read; up to date for training after <see cref="PackIfChanged"/>, and for
    /// prediction after <see cref="PrepareToPredict"/>.</summary>
    internal AlignedMemory PackedMemory { get; }

    // Created on first use, because most programs never use it; two concurrent callers get the same object.
    private LayerSet Layers =>
        Volatile.Read(ref _layers)
        ?? Interlocked.CompareExchange(ref _layers, new LayerSet(Program.Summary, Parameters), null)
        ?? _layers;

    // An inference workspace has room for one sample's outputs after the pass's own memory, separated by a cache line.
    private int OutputOffset => AlignedMemory.WholeLines(Program.InferenceWorkspaceFloats) + AlignedMemory.LineFloats;

    /// <summary>Returns the view of the layer with a name; always the same object.</summary>
    /// <typeparam name="T">The class that shows layers of its kind.</typeparam>
    /// <param name="name">The name, such as <c>Conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer that <typeparamref name="T"/> shows has this name; the message lists the
    /// existing names.</exception>
    public T Layer<T>(string name)
        where T : class, ILayerView<T> => Layers.Get<T>(name);

    /// <summary>Computes the outputs of any number of samples. Allocates nothing after warm-up; may be called by many threads
    /// at once.</summary>
    /// <param name="inputs">Samples of the network's input length, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="outputs">Receives the outputs of every sample: probabilities if the loss is softmax or sigmoid
    /// cross-entropy, otherwise the values of the last layer. Must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="inputs"/> is not a multiple of the input length,
    /// <paramref name="outputs"/> has the wrong length, or the spans overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int samples = BatchCheck.Samples(Program, inputs.Length, nameof(inputs));
        BatchCheck.OutputLength(Program, samples, outputs.Length, nameof(outputs));
        BatchCheck.NoOverlap(inputs, outputs);
        PrepareToPredict();
        AlignedMemory workspace = _inferenceWorkspaces.Rent();
        RunForward(ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), samples, workspace);
        _inferenceWorkspaces.Return(workspace);
    }

    /// <summary>Classifies one sample: returns the index of its largest output (the first one of several), or, if a single
    /// output answers yes or no, 1 if it is at least 0.5 and otherwise 0. Allocates nothing after warm-up; may be called by
    /// many threads at once.</summary>
    /// <param name="input">One sample of the network's input length, in <c>[channel][row][column]</c> order.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Classify(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, Program.InputLength, "One sample", nameof(input));
        PrepareToPredict();
        AlignedMemory workspace = _inferenceWorkspaces.Rent();
        Span<float> outputs = workspace.Span[OutputOffset..];
        RunForward(ref MemoryMarshal.GetReference(input), ref outputs[0], samples: 1, workspace);
        int predicted = Labels.Predicted(Program, outputs);
        _inferenceWorkspaces.Return(workspace);
        return predicted;
    }

    /// <summary>Returns the output of every layer for one sample, by name, in <c>[channel][row][column]</c> order.</summary>
    /// <param name="input">One sample of the network's input length, in <c>[channel][row][column]</c> order.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public ActivationTrace Trace(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, Program.InputLength, "One sample", nameof(input));
        float[] outputs = new float[Program.OutputLength];
        Predict(input, outputs);
        return PlainPass.Run(this, input, outputs);
    }

    /// <summary>Allocates an object for the gradients of this network's parameters and inputs.</summary>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public Gradients CreateGradients()
    {
        BatchCheck.HasLoss(Program);
        return new Gradients(Program);
    }

    /// <summary>Computes the mean loss over the samples, and its gradient with respect to every parameter and to the inputs.
    /// The parameters are not changed. Allocates only for the first batch of a size with <paramref name="gradients"/>.</summary>
    /// <param name="inputs">At least one sample of the network's input length.</param>
    /// <param name="labels">One label per sample: the index of the output that should be largest, or 0 or 1 if a single output
    /// answers yes or no.</param>
    /// <param name="gradients">Receives the gradients; its previous content is overwritten.</param>
    /// <returns>The mean loss, as the loss's attribute defines it.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no sample, there is a single one and the network normalizes its
    /// values over the mini-batch, or <paramref name="gradients"/> belongs to another network class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not one of the network's classes.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients)
    {
        int samples = BatchCheck.Labelled(Program, inputs, labels, nameof(inputs), nameof(labels));
        CheckGradients(gradients);
        fixed (float* inputPointer = inputs)
        fixed (int* labelPointer = labels)
        {
            return Backpropagate(
                new TrainingBatch { Samples = samples, Inputs = inputPointer, Labels = labelPointer }, gradients);
        }
    }

    /// <summary>Computes the mean loss over the samples, and its gradient with respect to every parameter and to the inputs.
    /// The parameters are not changed. Allocates only for the first batch of a size with <paramref name="gradients"/>.</summary>
    /// <param name="inputs">At least one sample of the network's input length.</param>
    /// <param name="targets">A target for each output of every sample.</param>
    /// <param name="gradients">Receives the gradients; its previous content is overwritten.</param>
    /// <returns>The mean loss, as the loss's attribute defines it.</returns>
    /// <exception cref="ArgumentException">A length is wrong, there is no sample, there is a single one and the network normalizes its
    /// values over the mini-batch, or <paramref name="gradients"/> belongs to another network class.</exception>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients)
    {
        int samples = BatchCheck.Targeted(Program, inputs, targets, nameof(inputs), nameof(targets));
        CheckGradients(gradients);
        fixed (float* inputPointer = inputs)
        fixed (float* targetPointer = targets)
        {
            return Backpropagate(
                new TrainingBatch { Samples = samples, Inputs = inputPointer, Targets = targetPointer }, gradients);
        }
    }

    /// <summary>Marks the packed weights as out of date after a parameter has changed.</summary>
    internal void MarkParametersChanged()
    {
        Interlocked.Increment(ref _parameterVersion);
        MarkForFolding();
    }

    /// <summary>Marks what prediction alone reads as out of date, after a training step.</summary>
    internal void MarkForFolding()
    {
        Interlocked.Increment(ref _foldableVersion);
        GC.KeepAlive(this);
    }

    /// <summary>Brings the packed weights up to date; cheap if they already are.</summary>
    internal void PackIfChanged()
    {
        if (Volatile.Read(ref _packedVersion) != Volatile.Read(ref _parameterVersion))
        {
            Pack();
        }
    }

    /// <summary>Packs the weights of one piece, for a training step that has just changed them.</summary>
    internal void Pack(int piece)
    {
        Program.Pack(piece, ref ParameterMemory.First, ref PackedMemory.First);
        GC.KeepAlive(this);
    }

    private void Pack()
    {
        lock (_packing)
        {
            // Read before packing: after a concurrent change the versions differ, and the next use packs again.
            int seen = Volatile.Read(ref _parameterVersion);
            if (_packedVersion != seen)
            {
                for (int piece = 0; piece < Program.PackedPieces.Count; piece++)
                {
                    Pack(piece);
                }

                Volatile.Write(ref _packedVersion, seen);
            }
        }
    }

    private void PrepareToPredict()
    {
        PackIfChanged();
        if (Volatile.Read(ref _foldedVersion) != Volatile.Read(ref _foldableVersion))
        {
            Fold();
        }
    }

    private void Fold()
    {
        lock (_packing)
        {
            // Read before folding, for the same reason.
            int seen = Volatile.Read(ref _foldableVersion);
            if (_foldedVersion != seen)
            {
                Program.Fold(ref ParameterMemory.First, ref PackedMemory.First);
                Volatile.Write(ref _foldedVersion, seen);
                GC.KeepAlive(this);
            }
        }
    }

    private void RunForward(ref float inputs, ref float outputs, int samples, AlignedMemory workspace)
    {
        int chunk;
        for (int first = 0; first < samples; first += chunk)
        {
            chunk = Math.Min(Program.ChunkSamples, samples - first);
            Program.Predict(
                ref ParameterMemory.First, ref PackedMemory.First,
                ref Unsafe.Add(ref inputs, (nint)first * Program.InputLength),
                ref Unsafe.Add(ref outputs, (nint)first * Program.OutputLength),
                chunk, ref workspace.First);
        }

        GC.KeepAlive(workspace);
        GC.KeepAlive(this);
    }

    private float Backpropagate(TrainingBatch batch, Gradients gradients)
    {
        PackIfChanged();
        AlignedMemory inputGradients = gradients.Input.Resize(batch.Samples);
        batch = batch with { InputGradients = inputGradients.Pointer, Noise = gradients.Dropout?.Noise ?? default };

        // Uses the same slices and the same order of additions as a trainer's step on any number of threads.
        TrainingPass pass = gradients.Pass;
        pass.Begin(batch);
        for (int segment = 0; segment < pass.Segments; segment++)
        {
            bool isLast = segment == pass.Segments - 1;
            for (int slice = 0; slice < pass.Slices; slice++)
            {
                AlignedMemory memory = gradients.OfSlice(slice);
                pass.Run(this, thread: 0, segment, slice, memory.Pointer);
                if (isLast && slice > 0)
                {
                    GradientSum.Add(gradients.Sum, memory);
                }
            }

            if (!isLast)
            {
                pass.Meet(segment);
            }
        }

        GC.KeepAlive(inputGradients);
        GC.KeepAlive(gradients);
        return pass.MeanLoss();
    }

    private void CheckGradients(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Program != Program)
        {
            throw new ArgumentException(
                $"gradients belongs to {gradients.Program.Summary.Network}, not to {Program.Summary.Network}.",
                nameof(gradients));
        }
    }
}
