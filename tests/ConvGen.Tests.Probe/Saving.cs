namespace ConvGen.Tests.Probe;

/// <summary>Saves networks, for tests that kill this process or limit its disk.</summary>
public static class Saving
{
    /// <summary>The number of different networks that are saved, with the seeds from 0 on.</summary>
    public const int Versions = 8;

    /// <summary>The exit code of a failed save.</summary>
    public const int Failed = 3;

    // Ends after some time if it is not killed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Saves one version after the other to the same file; prints a line when it starts.</summary>
    /// <param name="path">The file.</param>
    public static void Repeatedly(string path)
    {
        ProbeNet[] versions = [.. Enumerable.Range(0, Versions).Select(seed => new ProbeNet(seed))];
        DateTime end = DateTime.UtcNow + Patience;
        for (int i = 0; DateTime.UtcNow < end; i++)
        {
            versions[i % Versions].Save(path);
            if (i == 0)
            {
                Console.WriteLine("saving");
            }
        }
    }

    /// <summary>Saves the network of seed 1 and prints the error if the save fails.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The exit code.</returns>
    public static int Once(string path)
    {
        try
        {
            new ProbeNet(seed: 1).Save(path);
            return 0;
        }
        catch (IOException exception)
        {
            Console.WriteLine(exception.Message);
            return Failed;
        }
    }
}
