namespace ConvGen.Tests.Probe;

/// <summary>Saves networks, for those who kill this process or take its disk away.</summary>
public static class Saving
{
    /// <summary>How many different networks are saved: those of the seeds below it.</summary>
    public const int Versions = 8;

    /// <summary>What a failed save ends the process with.</summary>
    public const int Failed = 3;

    // Should nobody kill it, it ends by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Saves one version after the other to the same file, and says when it has begun.</summary>
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

    /// <summary>Saves the network of seed 1, and tells what went wrong if anything did.</summary>
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
