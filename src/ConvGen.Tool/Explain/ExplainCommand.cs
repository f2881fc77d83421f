using System.CommandLine;
using Microsoft.CodeAnalysis;

namespace ConvGen.Tool.Explain;

/// <summary><c>explain</c>: prints how the compiler plans the networks of C# files, and why.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description = "C# files. The networks of all of them are explained; a file can use constants of another.",
            Arity = ArgumentArity.OneOrMore,
        };
        var network = new Option<string?>("--network")
        {
            Description = "Explain only the class of this name, with or without its namespace.",
            HelpName = "NAME",
        };
        var vectorBits = new Option<string>("--vector-bits")
        {
            Description = "The width of vectors to plan for: 256 (AVX2, Arm64) or 512 (AVX-512).",
            DefaultValueFactory = _ => "256",
        };
        vectorBits.AcceptOnlyFromAmong("256", "512");
        var command = new Command(
            "explain", "Prints the layers, stages, schedules, steps and buffers of the networks in C# files, with the reasons.")
        {
            files, network, vectorBits,
        };
        command.SetAction(arguments => Run(
            arguments.GetRequiredValue(files),
            arguments.GetValue(network),
            Target.All.Single(target => $"{target.VectorBits}" == arguments.GetRequiredValue(vectorBits)),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(FileInfo[] files, string? name, Target target, TextWriter output, TextWriter errors)
    {
        SourceFiles sources;
        try
        {
            sources = SourceFiles.Parse(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return 1;
        }

        IReadOnlyList<Diagnostic> diagnostics = sources.Diagnose();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            errors.WriteLine(diagnostic.ToString());
        }

        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return 1;
        }

        IReadOnlyList<DeclaredNetwork> networks = sources.FindNetworks();
        if (networks.Count == 0)
        {
            errors.WriteLine($"{string.Join(", ", files.Select(file => file.ToString()))}: no class has a [Network] attribute.");
            return 1;
        }

        DeclaredNetwork[] wanted = [.. networks.Where(network => name is null || network.IsCalled(name))];
        if (wanted.Length == 0)
        {
            string names = string.Join(", ", networks.Select(network => network.Name));
            errors.WriteLine($"--network: there is no network '{name}'. The files declare {names}.");
            return 1;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            NetworkReport.Write(new Report(output), wanted[i], Planner.Plan(wanted[i].Shapes, target));
        }

        return 0;
    }
}
