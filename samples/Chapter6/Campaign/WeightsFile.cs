using System.Runtime.InteropServices;
using ConvGen;

namespace Chapter6.Campaign;

/// <summary>The parameters of a network as bare floats, one tensor behind the other, each in PyTorch's order.</summary>
internal static class WeightsFile
{
    /// <summary>Writes beside the place and moves there, so that a file is whole or not there.</summary>
    public static void Write(string path, ParameterSet parameters)
    {
        string temporary = path + ".tmp";
        using (FileStream file = File.Create(temporary))
        {
            foreach (Parameter parameter in parameters)
            {
                float[] values = new float[parameter.Length];
                parameter.CopyTo(values);
                file.Write(MemoryMarshal.AsBytes<float>(values));
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the parameters of a network of the same declaration.</summary>
    /// <exception cref="InvalidDataException">The file has another length.</exception>
    public static void Read(string path, ParameterSet parameters)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path));
        int expected = parameters.Sum(parameter => parameter.Length);
        if (values.Length != expected)
        {
            throw new InvalidDataException($"{path} holds {values.Length:N0} floats; {expected:N0} were expected.");
        }

        foreach (Parameter parameter in parameters)
        {
            parameter.CopyFrom(values[..parameter.Length]);
            values = values[parameter.Length..];
        }
    }
}
