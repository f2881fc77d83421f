namespace ConvGen.Threading;

/// <summary>Work in independent parts, which any worker may do in any order.</summary>
internal interface ITeamWork
{
    /// <summary>Does one part.</summary>
    /// <param name="worker">Who does it, 0 (the caller of the team) to the team's size - 1; no two at a time share one.</param>
    /// <param name="part">Which part, 0 to the number of parts - 1.</param>
    void Run(int worker, int part);
}
