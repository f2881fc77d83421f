namespace ConvGen.Threading;

/// <summary>Work that a training step carries although it has nothing to do with it: the threads take its parts up while they
/// would wait for each other, and do the rest at the end.</summary>
internal interface ISideWork : ITeamWork
{
    /// <summary>The number of parts.</summary>
    int Parts { get; }
}
