using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.PyTorch;

/// <summary>Every kind of layer and loss gives PyTorch's outputs, loss and gradients.</summary>
public sealed class PyTorchNumbersTests
{
    private static readonly Lazy<CompiledProject> Project = new(() => new UserProject
    {
        Name = "PyTorchNumbers",
        AllowDesignWarnings = true,
        Sources = [.. PyTorchCase.All.Select((@case, i) => $"using ConvGen; {@case.Declaration} public sealed partial class Case{i};")],
    }.Compile());

    public static TheoryData<string> Names => [.. PyTorchCase.All.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_gives_the_results_of_PyTorch(string name)
    {
        int index = PyTorchCase.All.Select(@case => @case.Name).ToList().IndexOf(name);
        PyTorchCase expected = PyTorchCase.All[index];
        ITestNetwork network = Project.Value.Create($"Case{index}");
        Assert.Equal(expected.Parameters.Select(parameter => parameter.Name), network.Parameters.Select(parameter => parameter.Name));
        foreach (PyTorchParameter parameter in expected.Parameters)
        {
            network.Parameters[parameter.Name].CopyFrom(parameter.Values);
        }

        float[] outputs = new float[expected.Outputs.Length];
        network.Predict(expected.Inputs, outputs);
        Agreement.AssertClose("outputs", expected.Outputs, outputs);

        Gradients gradients = network.CreateGradients();
        float loss = network.Backpropagate(expected.Inputs, expected.Targets, gradients);
        Agreement.AssertClose("loss", [expected.Loss], [loss]);
        float[] inputGradient = new float[expected.InputGradient.Length];
        gradients.Input.CopyTo(inputGradient);
        Agreement.AssertClose("d loss / d inputs", expected.InputGradient, inputGradient);
        foreach (PyTorchParameter parameter in expected.Parameters)
        {
            float[] gradient = new float[parameter.Gradient.Length];
            gradients[parameter.Name].CopyTo(gradient);
            Agreement.AssertClose($"d loss / d {parameter.Name}", parameter.Gradient, gradient);
        }
    }
}
