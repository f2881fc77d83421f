namespace ConvGen.Threading;

/// <summary>Work in independent parts, which may run on any worker in any order.</summary>
internal interface ITeamWork
{
    /// <summary>Does one part.</summary>
    /// <param name="worker">The number of the worker, 0 (the caller of the team) to the team's size - 1. A worker does one part
    /// at a time.</param>
    /// <param name="part">The number of the part, 0 to the number of parts - 1.</param>
    void Run(int worker, int part);
}
