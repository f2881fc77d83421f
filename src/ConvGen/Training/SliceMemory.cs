namespace ConvGen.Training;

/// <summary>The memory that all chunks of one slice add to or read.</summary>
/// <param name="gradients">The slice's parameter gradients.</param>
/// <param name="contribution">The slice's contribution to the meetings.</param>
/// <param name="shared">The result of the last meeting, which all slices share.</param>
internal readonly unsafe struct SliceMemory(float* gradients, float* contribution, float* shared)
{
    /// <summary>Floats of all parameters in the internal layout.</summary>
    public float* Gradients { get; } = gradients;

    /// <summary>As many floats as <see cref="CompilerServices.NetworkProgram.MeetingFloats"/> says.</summary>
    public float* Contribution { get; } = contribution;

    /// <summary>As many floats again, which no slice writes to.</summary>
    public float* Shared { get; } = shared;
}
