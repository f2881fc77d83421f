using ConvGen.Benchmarks.Speed.Work;

namespace ConvGen.Benchmarks.Speed.Widths;

/// <summary>A request to a <see cref="WidthWorker"/>: a line of JSON with exactly one of these.</summary>
/// <param name="Open">Prepare this task; the reply has the width.</param>
/// <param name="Run">Work for one turn; the reply has its rates.</param>
/// <param name="Times">Reply with the times of single calls, if they were timed one by one.</param>
/// <param name="Close">Dispose the task.</param>
internal sealed record WidthRequest(SpeedTask? Open = null, TurnLength? Run = null, bool Times = false, bool Close = false);

/// <summary>The arguments of <see cref="ISpeedWork.Run"/>.</summary>
internal sealed record TurnLength(double PeakSeconds, double Seconds);

/// <summary>A reply of a <see cref="WidthWorker"/>. Its first one, which no request asks for, has <paramref name="Data"/> or
/// <paramref name="Error"/>.</summary>
/// <param name="Data">States which images are used.</param>
/// <param name="Error">Why the images could not be loaded.</param>
/// <param name="VectorBits">The width that the network takes.</param>
/// <param name="Turn">The rates of a turn.</param>
/// <param name="Times">Times of single calls.</param>
internal sealed record WidthReply(
    string? Data = null, string? Error = null, int? VectorBits = null, Turn? Turn = null, CallTimes? Times = null);
