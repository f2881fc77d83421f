namespace ConvGen.Training;

/// <summary>The memory that all chunks of one slice add to or read.</summary>
/// <param name="gradients">The slice's parameter gradients.</param>
/// <param name="contribution">The slice's contribution to the reductions between segments.</param>
/// <param name="shared">The result of the last reduction, which all slices share.</param>
internal readonly unsafe struct SliceMemory(float* gradients, float* contribution, float* shared)
{
    /// <summary>The gradients of all parameters, in the internal layout.</summary>
    public readonly float* Gradients = gradients;

    /// <summary><see cref="CompilerServices.NetworkProgram.MeetingFloats"/> floats.</summary>
    public readonly float* Contribution = contribution;

    /// <summary><see cref="CompilerServices.NetworkProgram.MeetingFloats"/> floats, which no slice writes to.</summary>
    public readonly float* Shared = shared;
}
