namespace ConvGen.Threading;

/// <summary>Independent work that a training step carries: threads do its parts instead of waiting for each other, and the
/// remaining parts at the end.</summary>
internal interface ISideWork : ITeamWork
{
    /// <summary>The number of parts.</summary>
    int Parts { get; }
}
