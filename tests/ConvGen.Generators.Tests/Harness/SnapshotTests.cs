namespace ConvGen.Generators.Tests.Harness;

/// <summary>The snapshot helper itself.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-snapshots").FullName;

    private string Base => Path.Combine(_folder, "Some.Test");

    public SnapshotTests() => DiffEngine.DiffRunner.Disabled = true;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_agreed_text_passes_and_removes_what_was_received_before()
    {
        File.WriteAllText($"{Base}.verified.cs", "same\n");
        File.WriteAllText($"{Base}.received.cs", "older\n");
        Snapshot.Verify("same\n", Base, "cs");
        Assert.False(File.Exists($"{Base}.received.cs"));
    }

    [Fact]
    public void Another_text_is_written_beside_it_and_described()
    {
        File.WriteAllText($"{Base}.verified.cs", "1\n2\n3\n4\n5\n6\n7\n");
        string message = Assert.ThrowsAny<Exception>(() => Snapshot.Verify("1\n2\n3\n4\n5\n6\nseven\n", Base, "cs")).Message;
        Assert.Equal("1\n2\n3\n4\n5\n6\nseven\n", File.ReadAllText($"{Base}.received.cs"));
        Assert.Contains("  ...\n  4\n  5\n  6\n- 7\n+ seven\n", message, StringComparison.Ordinal);
        Assert.DoesNotContain("  1\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_count()
    {
        File.WriteAllText($"{Base}.verified.cs", "a\nb\n");
        Assert.ThrowsAny<Exception>(() => Snapshot.Verify("a\r\nb\r\n", Base, "cs"));
    }

    [Fact]
    public void A_missing_snapshot_fails_and_shows_the_text()
    {
        string message = Assert.ThrowsAny<Exception>(() => Snapshot.Verify("new\n", Base, "cs")).Message;
        Assert.Contains("does not exist yet", message, StringComparison.Ordinal);
        Assert.Contains("+ new\n", message, StringComparison.Ordinal);
        Assert.Equal("new\n", File.ReadAllText($"{Base}.received.cs"));
    }
}
