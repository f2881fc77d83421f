namespace ConvGen.Generators.Tests.Harness;

/// <summary>The snapshot helper itself.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-snapshots").FullName;

    private string Verified => Path.Combine(_folder, "Some.Test.verified.cs");

    private string Received => Path.Combine(_folder, "Some.Test.received.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_verified_text_passes_and_an_old_received_file_is_removed()
    {
        File.WriteAllText(Verified, "same\n");
        File.WriteAllText(Received, "older\n");
        Assert.Null(Snapshot.Compare("same\n", Verified, Received));
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void A_different_text_is_written_to_a_received_file_and_described()
    {
        File.WriteAllText(Verified, "1\n2\n3\n4\n5\n6\n7\n");
        string? difference = Snapshot.Compare("1\n2\n3\n4\n5\n6\nseven\n", Verified, Received);
        Assert.Equal("1\n2\n3\n4\n5\n6\nseven\n", File.ReadAllText(Received));
        Assert.Equal(
            """
            Some.Test.received.cs differs from Some.Test.verified.cs; run the test with CONVGEN_ACCEPT=1 to accept it.
              ...
              4
              5
              6
            - 7
            + seven

            """.ReplaceLineEndings("\n") + "  \n",
            difference);
    }

    [Fact]
    public void Line_ends_are_compared()
    {
        File.WriteAllText(Verified, "a\nb\n");
        Assert.NotNull(Snapshot.Compare("a\r\nb\r\n", Verified, Received));
    }

    [Fact]
    public void A_missing_snapshot_fails_and_shows_the_text()
    {
        string? difference = Snapshot.Compare("new\n", Verified, Received);
        Assert.StartsWith("Some.Test.received.cs differs from Some.Test.verified.cs, which does not exist yet", difference);
        Assert.Contains("+ new\n", difference, StringComparison.Ordinal);
        Assert.Equal("new\n", File.ReadAllText(Received));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("older\n")]
    public void An_accepted_text_replaces_the_verified_file_and_removes_the_received_one(string? agreed)
    {
        if (agreed is not null)
        {
            File.WriteAllText(Verified, agreed);
        }

        Assert.NotNull(Snapshot.Compare("new\n", Verified, Received));
        Assert.Null(Snapshot.Compare("new\n", Verified, Received, accept: true));
        Assert.Equal("new\n", File.ReadAllText(Verified));
        Assert.False(File.Exists(Received));
        Assert.Null(Snapshot.Compare("new\n", Verified, Received));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("0", "true", false)]
    [InlineData("1", null, true)]
    [InlineData("1", "", true)]
    [InlineData("1", "false", true)]
    public void Texts_are_accepted_when_CONVGEN_ACCEPT_is_1(string? accept, string? server, bool isRequested) =>
        Assert.Equal(isRequested, Acceptance.IsRequestedBy(name => name == "CI" ? server : name == "CONVGEN_ACCEPT" ? accept : null));

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void A_build_server_refuses_to_accept(string server)
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => Acceptance.IsRequestedBy(name => name == "CI" ? server : "1"));
        Assert.Contains($"CONVGEN_ACCEPT=1 is refused because CI is '{server}'", refusal.Message, StringComparison.Ordinal);
    }
}
