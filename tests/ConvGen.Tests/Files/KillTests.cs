using System.Diagnostics;
using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Files;

[Trait("Category", "Slow"), Trait("Category", "Process")]
public sealed class KillTests : IDisposable
{
    private const int Lanes = 2;

    private static readonly int[][] Versions =
        [.. Enumerable.Range(0, Saving.Versions).Select(seed => SaveTests.Bits(new ProbeNet(seed)))];

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_process_that_is_killed_while_saving_leaves_a_complete_file()
    {
        int kills = Campaign.Count(60, 2000), duringSave = 0;
        int[] found = new int[Saving.Versions];
        Parallel.For(0, Lanes, lane =>
        {
            var random = new Random(Campaign.Seed + lane);
            string own = Directory.CreateDirectory(Path.Combine(_folder, $"{lane}")).FullName;
            string path = Path.Combine(own, "net.safetensors");
            for (int kill = lane; kill < kills; kill += Lanes)
            {
                KillWhileSaving(path, afterMilliseconds: random.Next(20));
                var network = new ProbeNet();
                network.Load(path);
                int version = Array.FindIndex(Versions, bits => bits.AsSpan().SequenceEqual(SaveTests.Bits(network)));
                Assert.True(version >= 0, $"After kill {kill} the file holds no version that was saved.");
                Interlocked.Increment(ref found[version]);
                Interlocked.Add(ref duringSave, DeleteOthers(own, path));
            }
        });

        // Otherwise all kills would occur between two saves.
        Assert.True(duringSave > kills / 4, $"{duringSave} of {kills} kills came in the middle of a save.");
        Assert.True(found.Count(times => times > 0) >= 4, $"The versions were there {string.Join(", ", found)} times.");
        Campaign.Report("kill -9", $"{kills} kills, {duringSave} in the middle of a save, every file whole");
    }

    private static void KillWhileSaving(string path, int afterMilliseconds)
    {
        using Process process = Process.Start(ProbeProcess.Describe("save", path))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? begun = process.StandardOutput.ReadLine();
        if (begun is not null)
        {
            Thread.Sleep(afterMilliseconds);
            process.Kill();
        }

        process.WaitForExit();
        Assert.True(begun is not null, errors.Result);
    }

    /// <summary>Deletes temporary files that the killed process has left; returns their number.</summary>
    private static int DeleteOthers(string own, string path)
    {
        string[] others = [.. Directory.GetFiles(own).Where(file => file != path)];
        Assert.All(others, file => Assert.EndsWith(".part", file, StringComparison.Ordinal));
        Array.ForEach(others, File.Delete);
        return others.Length;
    }
}
