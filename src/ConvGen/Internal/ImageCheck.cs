using System.Diagnostics.CodeAnalysis;
using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Internal;

/// <summary>Checks of whole data sets against a network.</summary>
internal static class ImageCheck
{
    /// <summary>Checks that there are images, that they have the network's input length, and that their labels are its classes.</summary>
    public static void Fits(NetworkProgram program, [NotNull] ImageSet? images, string argument)
    {
        ArgumentNullException.ThrowIfNull(images, argument);
        if (images.Count == 0)
        {
            throw new ArgumentException($"{argument} holds no image.", argument);
        }

        if (images.ImageLength != program.InputLength)
        {
            throw new ArgumentException(
                $"{argument} holds images of {images.Channels}x{images.Height}x{images.Width} = {images.ImageLength} values, " +
                $"but {program.Summary.Network} takes {program.InputLength}.",
                argument);
        }

        Labels.Check(images.Labels, program, argument + ".Labels");
    }
}
