using System.Text.RegularExpressions;
using ConvGen.Benchmarks.Compilation;
using ConvGen.Benchmarks.Speed;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Benchmarks.Scaling;

/// <summary>Generates, compiles and times networks of any size; keeps the last one, because the next size may need the
/// same.</summary>
internal sealed partial class ScalingRun(SpeedData digits, int threads, double seconds)
{
    private ScaledNetwork? _network;
    private TrainingTime _training = null!;
    private string _kernel = "";
    private SpeedData _data = null!;

    public ScalingPoint Measure(ScalingSeries series, int size)
    {
        Prepare(series.NetworkOf(size));
        (double perImage, double peak) = _training.Measure(_data, series.BatchOf(size), threads, seconds);
        double operations = Arithmetic.OfTraining(_training.Summary);
        return new ScalingPoint(size, operations / 2, 1e9 * perImage, operations / perImage / peak / threads, peak, _kernel);
    }

    private void Prepare(ScaledNetwork wanted)
    {
        if (_network == wanted)
        {
            return;
        }

        _network = wanted;
        CSharpCompilation complete = NetworkCompiler.Generate(NetworkCompiler.Declare(wanted.Declaration));
        _training = TrainingTime.Of(NetworkCompiler.Load(complete).GetType(wanted.ClassName, throwOnError: true)!);
        _kernel = ChosenIn(complete.SyntaxTrees.Single(
            tree => tree.FilePath.EndsWith("Conv2.Forward.g.cs", StringComparison.Ordinal)));
        _data = DigitScaler.Scale(digits, wanted.Side);
    }

    /// <summary>Reads the chosen candidate from the head of a forward kernel.</summary>
    private static string ChosenIn(SyntaxTree kernel) => ChosenLine().Match(kernel.ToString()).Groups[1].Value;

    [GeneratedRegex(@"^//\s+chosen\s+(.+?), (?:about )?[\d,]+ cycles", RegexOptions.Multiline)]
    private static partial Regex ChosenLine();
}
