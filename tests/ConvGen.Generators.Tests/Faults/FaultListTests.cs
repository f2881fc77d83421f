using System.Text.Json;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Faults;

/// <summary>The faults that tests/Faults/Plant.cs plants: a line that has been rewritten would otherwise be found out only when the
/// next one plants them.</summary>
public sealed class FaultListTests
{
    private static readonly JsonElement[] Faults =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Faults", "faults.json")))
            .RootElement.EnumerateArray()];

    public static TheoryData<string> Names => [.. Faults.Select(fault => Text(fault, "name"))];

    [Fact]
    public void There_are_thirty_at_least() => Assert.True(Faults.Length >= 30, $"{Faults.Length} faults");

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_place_is_there_and_it_changes_something(string name)
    {
        JsonElement fault = Faults.Single(candidate => Text(candidate, "name") == name);
        string source = File.ReadAllText(Path.Combine(Repository.Root, Text(fault, "file")));
        Assert.Equal(2, source.Split(Text(fault, "find")).Length);
        Assert.NotEqual(Text(fault, "find"), Text(fault, "replace"));
        Assert.StartsWith("ConvGen.", Text(fault, "near"));
    }

    private static string Text(JsonElement fault, string property) => fault.GetProperty(property).GetString()!;
}
