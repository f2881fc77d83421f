using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGen.Internal;
using ConvGen.RandomNumbers;
using ConvGen.Tracing;
using ConvGen.Training;

namespace ConvGen.CompilerServices;

/// <summary>One instance of a network: the memory of its parameters, and the work on whole batches around the passes of its
/// <see cref="NetworkProgram"/>. Generated classes hold one and forward to it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkCore
{
    private readonly WorkspacePool inferenceWorkspaces;
    private readonly Lock packing = new();
    private LayerSet? layers;

    // Whoever changes a parameter counts up the first; packing sets the second to the count that it has seen.
    private int parameterVersion = 1;
    private int packedVersion;

    /// <summary>Makes a network with initialised weights.</summary>
    /// <param name="program">What the compiler wrote for the network's class.</param>
    /// <param name="seed">Any number; the same one gives the same weights everywhere.</param>
    /// <exception cref="ArgumentNullException"><paramref name="program"/> is null.</exception>
    public NetworkCore(NetworkProgram program, int seed)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        ParameterMemory = new AlignedMemory(program.ParameterFloats);
        PackedMemory = new AlignedMemory(program.PackedFloats);
        inferenceWorkspaces = new WorkspacePool(checked(OutputOffset + program.OutputLength));
        Parameters = new ParameterSet(program.Parameters.Select(layout =>
            new Parameter(this, layout, ElementMap.Of(program, layout))));
        WeightInitializer.Fill(Parameters, program, seed);
    }

    /// <summary>Every weight and bias tensor, in the order of the layers.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The loss that the network was declared with; it decides what <see cref="Predict"/> makes of the last layer's
    /// values.</summary>
    public LossKind Loss => Program.Loss;

    internal NetworkProgram Program { get; }

    /// <summary>The parameters in the internal layout; whoever writes calls <see cref="MarkParametersChanged"/>, or packs what
    /// has changed.</summary>
    internal AlignedMemory ParameterMemory { get; }

    /// <summary>The weights as the forward kernels read them, current after <see cref="PackIfChanged"/>.</summary>
    internal AlignedMemory PackedMemory { get; }

    // Made when somebody asks, which most programs never do; of two threads that ask at once, both get the same.
    private LayerSet Layers =>
        Volatile.Read(ref layers)
        ?? Interlocked.CompareExchange(ref layers, new LayerSet(Program.Summary, Parameters), null)
        ?? layers;

    // An inference workspace has room for one sample's outputs behind what the pass needs, a cache line apart.
    private int OutputOffset => AlignedMemory.WholeLines(Program.InferenceWorkspaceFloats) + AlignedMemory.LineFloats;

    /// <summary>The convolution of the given name, the same object each time.</summary>
    /// <param name="name">Such as <c>Conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No convolution has this name.</exception>
    public ConvLayer ConvLayer(string name) => Layers.Conv(name);

    /// <summary>The dense layer of the given name, the same object each time.</summary>
    /// <param name="name">Such as <c>Dense1</c>.</param>
    /// <exception cref="KeyNotFoundException">No dense layer has this name.</exception>
    public DenseLayer DenseLayer(string name) => Layers.Dense(name);

    /// <summary>Runs whole samples, any number of them, through the network. Allocates nothing once it is warm; one network
    /// may be used by many threads at once.</summary>
    /// <param name="inputs">Samples of the network's input length, each in <c>[channel][row][column]</c> order.</param>
    /// <param name="outputs">Receives, for every sample, what follows the last layer: probabilities where the loss is
    /// softmax or sigmoid cross-entropy. Must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="inputs"/> is no whole number of samples,
    /// <paramref name="outputs"/> has not the length of their outputs, or the two overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int samples = BatchCheck.Samples(Program, inputs.Length, nameof(inputs));
        BatchCheck.OutputLength(Program, samples, outputs.Length, nameof(outputs));
        BatchCheck.NoOverlap(inputs, outputs);
        PackIfChanged();
        AlignedMemory workspace = inferenceWorkspaces.Rent();
        RunForward(ref MemoryMarshal.GetReference(inputs), ref MemoryMarshal.GetReference(outputs), samples, workspace);
        inferenceWorkspaces.Return(workspace);
    }

    /// <summary>The class of one sample: the number of its largest output (the first one, if several are equal). Where a
    /// single output answers yes or no, 1 if it is at least 0.5, else 0. Allocates nothing once it is warm, and is safe on many
    /// threads at once.</summary>
    /// <param name="input">One sample of the network's input length, in <c>[channel][row][column]</c> order.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public int Classify(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, Program.InputLength, "One sample", nameof(input));
        PackIfChanged();
        AlignedMemory workspace = inferenceWorkspaces.Rent();
        Span<float> outputs = workspace.Span[OutputOffset..];
        RunForward(ref MemoryMarshal.GetReference(input), ref outputs[0], samples: 1, workspace);
        int predicted = Labels.Predicted(Program, outputs);
        inferenceWorkspaces.Return(workspace);
        return predicted;
    }

    /// <summary>What every layer makes of one sample: the values behind it, by its name, in <c>[channel][row][column]</c>
    /// order.</summary>
    /// <param name="input">One sample of the network's input length, in <c>[channel][row][column]</c> order.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> is not one sample.</exception>
    public ActivationTrace Trace(ReadOnlySpan<float> input)
    {
        Check.Length(input.Length, Program.InputLength, "One sample", nameof(input));
        float[] outputs = new float[Program.OutputLength];
        Predict(input, outputs);
        return PlainPass.Run(this, input, outputs);
    }

    /// <summary>Makes room for the gradients of this network's parameters and inputs.</summary>
    /// <exception cref="InvalidOperationException">The network declares no loss.</exception>
    public Gradients CreateGradients()
    {
        BatchCheck.HasLoss(Program);
        return new Gradients(Program);
    }

    /// <summary>The mean loss over the samples, and its gradient for every parameter and for the input. The parameters stay
    /// as they are. Allocates nothing once <paramref name="gradients"/> has seen a batch of this size.</summary>
    /// <param name="inputs">At least one sample of the network's input length.</param>
    /// <param name="labels">One label per sample: the number of the output that should be largest, or 0 or 1 where a single
    /// output answers yes or no.</param>
    /// <param name="gradients">Receives the gradients; what it held before is gone.</param>
    /// <returns>The mean loss, as the loss's attribute defines it.</returns>
    /// <exception cref="ArgumentException">A length does not fit, there is no sample, or <paramref name="gradients"/> belongs
    /// to another network class.</exception>
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

    /// <summary>The mean loss over the samples, and its gradient for every parameter and for the input. The parameters stay
    /// as they are. Allocates nothing once <paramref name="gradients"/> has seen a batch of this size.</summary>
    /// <param name="inputs">At least one sample of the network's input length.</param>
    /// <param name="targets">For every sample, a target for each output.</param>
    /// <param name="gradients">Receives the gradients; what it held before is gone.</param>
    /// <returns>The mean loss, as the loss's attribute defines it.</returns>
    /// <exception cref="ArgumentException">A length does not fit, there is no sample, or <paramref name="gradients"/> belongs
    /// to another network class.</exception>
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

    /// <summary>Says that a parameter has got a new value, so that the packed weights are stale.</summary>
    internal void MarkParametersChanged()
    {
        Interlocked.Increment(ref parameterVersion);
        GC.KeepAlive(this);
    }

    /// <summary>Brings the packed weights up to date; cheap where they are.</summary>
    internal void PackIfChanged()
    {
        if (Volatile.Read(ref packedVersion) != Volatile.Read(ref parameterVersion))
        {
            Pack();
        }
    }

    /// <summary>Packs the weights of one piece again, for a training step that has just changed them.</summary>
    internal void Pack(int piece)
    {
        Program.Pack(piece, ref ParameterMemory.First, ref PackedMemory.First);
        GC.KeepAlive(this);
    }

    private void Pack()
    {
        lock (packing)
        {
            // Read before packing: a change in between leaves the versions apart, and the next use packs again.
            int seen = Volatile.Read(ref parameterVersion);
            if (packedVersion != seen)
            {
                for (int piece = 0; piece < Program.PackedPieces.Count; piece++)
                {
                    Pack(piece);
                }

                Volatile.Write(ref packedVersion, seen);
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

        // The same slices, and the same order of additions, as a trainer's step on any number of threads.
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
