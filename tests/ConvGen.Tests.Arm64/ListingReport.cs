using ConvGen.Tests.Arm64.Listings;

namespace ConvGen.Tests.Arm64;

/// <summary>Checks the machine code of the kernels: loops with multiply-adds neither call nor spill, apart from named
/// exceptions.</summary>
public static class ListingReport
{
    /// <summary>Writes what was found; returns 0 if the kernels that call or spill in a loop are exactly the expected ones.</summary>
    /// <param name="lines">The listing.</param>
    /// <param name="expected">The exceptions.</param>
    /// <param name="least">The least number of kernels with multiply-adds that a complete listing has.</param>
    /// <param name="output">Receives the report.</param>
    public static int Print(IEnumerable<string> lines, IReadOnlyList<ExpectedFaults> expected, int least, TextWriter output)
    {
        ListedMethod[] kernels = [.. ListingReader.Read(lines).Where(method => method.IsOptimized && method.MultipliesAndAdds)];
        var callsOf = (from faults in expected from kernel in faults.Kernels select (kernel, faults.Calls)).ToDictionary();
        int faulty = 0, wrong = 0;
        foreach (ListedMethod kernel in kernels)
        {
            ListedInstruction[] found = [.. kernel.CallsAndSpillsInLoops];
            if (found.Length == 0)
            {
                continue;
            }

            faulty++;
            int calls = found.Count(instruction => instruction.IsCall);
            string judgement = "as expected";
            if (!callsOf.Remove(kernel.ShortName, out int expectedCalls) || calls > expectedCalls)
            {
                wrong++;
                judgement = "NOT EXPECTED";
            }

            output.WriteLine($"{kernel.ShortName}: {calls} calls and {found.Length - calls} spills in loops, {judgement}");
        }

        foreach (string kernel in callsOf.Keys)
        {
            wrong++;
            output.WriteLine($"{kernel}: NOT EXPECTED to be without calls and spills, or not listed");
        }

        output.WriteLine($"{kernels.Length} kernels with multiply-adds, {faulty} of them call or spill in a loop, {wrong} not as expected");
        return wrong == 0 && kernels.Length >= least ? 0 : 1;
    }
}
