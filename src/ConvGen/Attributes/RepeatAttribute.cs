namespace ConvGen;

/// <summary>Repeats the layers up to <see cref="EndRepeatAttribute">EndRepeat</see>. Each repetition has weights of its own; the layers are
/// called as if they were written out: <c>Conv1</c>, <c>Conv2</c>, … in order.</summary>
/// <remarks>Layers with equal shapes share their generated kernels, so that repetitions add little code. Brackets can be nested. A layer
/// that is repeated cannot have a <see cref="LayerAttribute.Name"/>.</remarks>
/// <example>
/// <code>
/// [Repeat(3)]
///     [Conv(16, 3, Same = true), ReLU]
/// [EndRepeat]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RepeatAttribute : Attribute
{
    /// <summary>Begins a repetition.</summary>
    /// <param name="times">How often the layers are computed, one after the other: at least 1.</param>
    public RepeatAttribute(int times) => Times = times;

    /// <summary>How often the layers are computed.</summary>
    public int Times { get; }
}
