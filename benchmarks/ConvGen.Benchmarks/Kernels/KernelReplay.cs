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
    private readonly NetworkProgram _program;
    private readonly AlignedFloats _parameters, _packed, _inputs, _targets, _workspace, _gradients;
    private readonly int _samples;

    public KernelReplay(Kernel kernel)
    {
        var network = DeclaredNetwork.Named(kernel.Network);
        var switches = new KernelSwitches();
        Assembly assembly = NetworkCompiler.Load(
            switches.AddTo(NetworkCompiler.Generate(NetworkCompiler.Declare(network.Source))));
        _program = network.LoadProgram(assembly);
        _samples = _program.ChunkSamples;
        _parameters = new AlignedFloats(_program.ParameterFloats);
        _packed = new AlignedFloats(_program.PackedFloats);
        _inputs = new AlignedFloats(_samples * _program.InputLength);
        _targets = new AlignedFloats(_samples * _program.OutputLength);
        _workspace = new AlignedFloats(_program.TrainingWorkspaceFloats);
        _gradients = new AlignedFloats(_program.ParameterFloats);
        FillParameters(network.InitialParametersIn(assembly));
        FillSamples();
        for (int piece = 0; piece < _program.PackedPieces.Count; piece++)
        {
            _program.Pack(piece, ref _parameters.First, ref _packed.First);
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

    /// <summary>Runs the kernel once, over a chunk of samples.</summary>
    public void Run() => _program.Train(
        ref _parameters.First, ref _packed.First, ref _inputs.First, ref _targets.First, _samples, gradientScale: 1f / _samples,
        noise: default, ref _workspace.First, ref _gradients.First, ref Unsafe.NullRef<float>());

    private static void Set(Type switches, string name, object value) => switches.GetField(name)!.SetValue(null, value);

    private void FillParameters(ParameterSet initial)
    {
        foreach (ParameterLayout layout in _program.Parameters)
        {
            float[] values = new float[initial[layout.Name].Length];
            initial[layout.Name].CopyTo(values);
            for (int element = 0; element < values.Length; element++)
            {
                _parameters.Span[PlaceOf(layout, element)] = values[element];
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
        var digits = SpeedData.Digits(out _);
        SpeedData data = _program.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
        data.Images.AsSpan(0, _inputs.Span.Length).CopyTo(_inputs.Span);
        for (int sample = 0; sample < _samples; sample++)
        {
            _targets.Span[sample * _program.OutputLength + data.Labels[sample]] = 1;
        }
    }
}
