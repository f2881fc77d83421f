using System.Reflection;
using System.Runtime.CompilerServices;
using ConvGen.Benchmarks.Compilation;
using ConvGen.Benchmarks.Speed;
using ConvGen.CompilerServices;

namespace ConvGen.Benchmarks.Kernels;

/// <summary>Calls one kernel repeatedly on the data left by a training pass over real images: activations, winners of
/// max pools and gradients are those of a network with its initial weights.</summary>
internal sealed class KernelReplay
{
    private readonly NetworkProgram program;
    private readonly AlignedFloats parameters, packed, inputs, targets, workspace, gradients;
    private readonly int samples;

    public KernelReplay(Kernel kernel)
    {
        DeclaredNetwork network = DeclaredNetwork.Named(kernel.Network);
        var switches = new KernelSwitches();
        Assembly assembly = NetworkCompiler.Load(
            switches.AddTo(NetworkCompiler.Generate(NetworkCompiler.Declare(network.Source))));
        program = network.LoadProgram(assembly);
        samples = program.ChunkSamples;
        parameters = new AlignedFloats(program.ParameterFloats);
        packed = new AlignedFloats(program.PackedFloats);
        inputs = new AlignedFloats(samples * program.InputLength);
        targets = new AlignedFloats(samples * program.OutputLength);
        workspace = new AlignedFloats(program.TrainingWorkspaceFloats);
        gradients = new AlignedFloats(program.ParameterFloats);
        FillParameters(network.InitialParametersIn(assembly));
        FillSamples();
        for (int piece = 0; piece < program.PackedPieces.Count; piece++)
        {
            program.Pack(piece, ref parameters.First, ref packed.First);
        }

        // Runs everything up to the kernel, then the kernel alone.
        Type at = assembly.GetType(KernelSwitches.ClassName, throwOnError: true)!;
        string file = kernel.Pass == Pass.Forward ? "Forward" : "Backward";
        int turn = switches.TurnOf($"{kernel.Layer}{file}.Run");
        Set(at, KernelSwitches.End, turn);
        Run();
        Set(at, KernelSwitches.First, turn);
        Set(at, KernelSwitches.End, turn + 1);
        Set(at, KernelSwitches.WeightGradient, kernel.Pass == Pass.WeightGradient);
        Set(at, KernelSwitches.InputGradient, kernel.Pass == Pass.InputGradient);
    }

    /// <summary>The kernel once, over a chunk of samples.</summary>
    public void Run() => program.Train(
        ref parameters.First, ref packed.First, ref inputs.First, ref targets.First, samples, gradientScale: 1f / samples,
        noise: default, ref workspace.First, ref gradients.First, ref Unsafe.NullRef<float>());

    private static void Set(Type switches, string name, object value) => switches.GetField(name)!.SetValue(null, value);

    private void FillParameters(ParameterSet initial)
    {
        foreach (ParameterLayout layout in program.Parameters)
        {
            var values = new float[initial[layout.Name].Length];
            initial[layout.Name].CopyTo(values);
            for (int element = 0; element < values.Length; element++)
            {
                parameters.Span[PlaceOf(layout, element)] = values[element];
            }
        }
    }

    private static int PlaceOf(ParameterLayout layout, int element)
    {
        int place = layout.Offset;
        foreach (LayoutDimension dimension in layout.Dimensions.Reverse())
        {
            (element, int index) = Math.DivRem(element, dimension.Size);
            place += index * dimension.Stride;
        }

        return place;
    }

    private void FillSamples()
    {
        SpeedData digits = SpeedData.Digits(out _);
        SpeedData data = program.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
        data.Images.AsSpan(0, inputs.Span.Length).CopyTo(inputs.Span);
        for (int sample = 0; sample < samples; sample++)
        {
            targets.Span[sample * program.OutputLength + data.Labels[sample]] = 1;
        }
    }
}
