using ConvGen.Tests.Arm64.Listings;

namespace ConvGen.Tests.Arm64;

/// <summary>Checks the machine code of the kernels on Arm64.</summary>
public static class ListingReport
{
    /// <summary>Writes the kernels that call or spill in a loop; returns 0 if there are only the expected ones.</summary>
    /// <param name="lines">The listing.</param>
    /// <param name="output">Receives the report.</param>
    public static int Print(IEnumerable<string> lines, TextWriter output)
    {
        ListedMethod[] kernels = [.. ListingReader.Read(lines).Where(method => method.IsOptimized && method.MultipliesAndAdds)];
        int faulty = 0;
        foreach (ListedMethod kernel in kernels)
        {
            ListedInstruction[] found = [.. kernel.CallsAndSpillsInLoops];
            if (found.Length > 0)
            {
                faulty++;
                int calls = found.Count(instruction => instruction.IsCall);
                int vectors = found.Count(instruction => instruction.Operands[0] is 'q' or 's');
                output.WriteLine($"{kernel.Name}: {calls} calls, {found.Length - calls} spills in loops, {vectors} of them vectors");
            }
        }

        output.WriteLine($"{kernels.Length} kernels with multiply-adds, {faulty} of them call or spill in a loop");
        return faulty == 0 ? 0 : 1;
    }
}
