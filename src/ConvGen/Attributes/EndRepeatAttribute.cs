namespace ConvGen;

/// <summary>Ends the layers that <see cref="RepeatAttribute">Repeat</see> repeats.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EndRepeatAttribute : Attribute;
