using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG001 and CVG002: adds <c>partial</c> to types.</summary>
public sealed class MakePartialFixTests
{
    [Theory]
    [InlineData("[Network(8), Dense(2)] class Net;", "[Network(8), Dense(2)] partial class Net;")]
    [InlineData("[Network(8), Dense(2)] public sealed class Net;", "[Network(8), Dense(2)] public sealed partial class Net;")]
    [InlineData("[Network(8), Dense(2)] public record class Net;", "[Network(8), Dense(2)] public partial record class Net;")]
    [InlineData(
        "[Network(8)]\n[Dense(2)] // two\n/* mine */ sealed /* really */ class Net // net\n{\n}\n",
        "[Network(8)]\n[Dense(2)] // two\n/* mine */ sealed /* really */ partial class Net // net\n{\n}\n")]
    public void A_class_becomes_partial_and_nothing_else_changes(string before, string after)
    {
        using FixProject project = new(new MakePartialFix(), before);
        Assert.Equal(["Make Net partial"], project.Titles);
        Assert.Equal([after], project.Apply("Make Net partial"));
    }

    [Fact]
    public void The_types_around_a_class_become_partial_with_it()
    {
        using FixProject project = new(
            new MakePartialFix(),
            """
            namespace Acme;

            /// <summary>Far out.</summary>
            public class Far
            {
                internal readonly struct Middle
                {
                    [Network(8)]
                    [Dense(2)]
                    private class Net;
                }
            }
            """);
        string[] all =
        [
            """
            namespace Acme;

            /// <summary>Far out.</summary>
            public partial class Far
            {
                internal readonly partial struct Middle
                {
                    [Network(8)]
                    [Dense(2)]
                    private partial class Net;
                }
            }
            """,
        ];
        Assert.Equal(["Make Far partial"], project.Titles);
        Assert.Equal(all, project.ApplyToAll("Make Far partial"));
    }

    [Fact]
    public void The_fix_of_an_outer_type_does_not_change_the_class()
    {
        using FixProject project = new(
            new MakePartialFix(), "partial class Far { struct Middle { [Network(8), Dense(2)] class Net; } }");
        Assert.Equal(
            ["partial class Far { partial struct Middle { [Network(8), Dense(2)] class Net; } }"],
            project.Apply("Make Middle partial", left: "CVG001"));
    }

    [Fact]
    public void Every_network_of_a_project_becomes_partial_at_once()
    {
        using FixProject project = new(
            new MakePartialFix(),
            "[Network(8), Dense(2)] class A; [Network(8), Dense(2)] sealed class B;", "class Outer { [Network(8), Dense(2)] class C; }");
        Assert.Equal(
            [
                "[Network(8), Dense(2)] partial class A; [Network(8), Dense(2)] sealed partial class B;",
                "partial class Outer { [Network(8), Dense(2)] partial class C; }",
            ],
            project.ApplyToAll("Make A partial"));
    }
}
