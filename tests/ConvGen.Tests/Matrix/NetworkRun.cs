using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Matrix;

/// <summary>Runs the same samples through a generated network and its reference.</summary>
internal static class NetworkRun
{
    public delegate void Comparison(string tensor, double[] expected, float[] actual);

    /// <summary>Compares the outputs and, if the network has a loss, the loss and all gradients.</summary>
    public static void Compare(
        ReferenceNetwork reference, ITestNetwork network, double[] inputs, double[] targets, Comparison compare)
    {
        float[] samples = Floats.From(inputs);
        float[] outputs = new float[targets.Length];
        network.Predict(samples, outputs);
        compare("outputs", reference.Predict(inputs), outputs);
        if (reference.Spec.Loss == Loss.None)
        {
            Assert.Throws<InvalidOperationException>(network.CreateGradients);
            return;
        }

        CompareGradients(reference, network, inputs, targets, compare, dropout: null);
        if (reference.HasDropout)
        {
            CompareGradients(reference, network, inputs, targets, compare, DrawnCase.Masks);
        }
    }

    private static void CompareGradients(
        ReferenceNetwork reference, ITestNetwork network, double[] inputs, double[] targets, Comparison compare,
        DropoutMasks? dropout)
    {
        float[] samples = Floats.From(inputs);
        reference.Dropout = dropout;
        (double loss, double[] inputGradient) = reference.Backpropagate(inputs, targets);
        Gradients gradients = network.CreateGradients();
        gradients.Dropout = dropout;
        compare("loss", [loss], [network.Backpropagate(samples, Floats.From(targets), gradients)]);
        Assert.Equal(reference.Parameters.Select(parameter => parameter.Name), gradients.Select(gradient => gradient.Name));
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            float[] gradient = new float[gradients[parameter.Name].Length];
            gradients[parameter.Name].CopyTo(gradient);
            Assert.Equal(parameter.Shape, gradients[parameter.Name].Shape);
            compare($"d loss / d {parameter.Name}", parameter.Gradient, gradient);
        }

        float[] input = new float[gradients.Input.Length];
        gradients.Input.CopyTo(input);
        compare("d loss / d inputs", inputGradient, input);
    }
}
