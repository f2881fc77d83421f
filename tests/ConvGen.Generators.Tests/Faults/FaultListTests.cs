using System.Text.Json;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Faults;

/// <summary>Checks the faults that tests/Faults/Plant.cs plants. Without this test, a fault whose line has changed
/// would be noticed only at the next run of that program.</summary>
public sealed class FaultListTests
{
    private static readonly JsonElement[] Faults =
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Faults", "faults.json")))
            .RootElement.EnumerateArray()];

    public static TheoryData<string> Names => [.. Faults.Select(fault => Text(fault, "name"))];

    [Fact]
    public void There_are_at_least_thirty_faults() => Assert.True(Faults.Length >= 30, $"{Faults.Length} faults");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_text_of_a_fault_is_found_and_changes_something(string name)
    {
        JsonElement fault = Faults.Single(candidate => Text(candidate, "name") == name);
        string source = File.ReadAllText(Path.Combine(Repository.Root, Text(fault, "file")));
        Assert.Equal(2, source.Split(Text(fault, "find")).Length);
        Assert.NotEqual(Text(fault, "find"), Text(fault, "replace"));
        Assert.StartsWith("ConvGen.", Text(fault, "near"));
    }

    private static string Text(JsonElement fault, string property) => fault.GetProperty(property).GetString()!;
}
