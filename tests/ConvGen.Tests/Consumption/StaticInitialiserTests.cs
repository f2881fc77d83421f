using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>C# initialises the static members of a class in the order of its files. Static initialisers of users may already create
/// networks.</summary>
public sealed class StaticInitialiserTests
{
    [Theory]
    [InlineData("public static readonly Net Value = new(7);")]
    [InlineData("public static readonly Net Value = Create(7);")]
    [InlineData("public static Net Value { get; } = new(7);")]
    [InlineData("public static readonly Net Value; static Net() { Value = new(7); }")]
    [InlineData("public static readonly Net Value = Holder.Made; private static class Holder { public static readonly Net Made = new(7); }")]
    public void A_network_may_be_created_in_a_static_initialiser(string members)
    {
        CompiledProject project = Project(Class("class", members), Class("record", members, "Acme")).Compile();
        Assert.All(["Net", "Acme.Net"], name =>
        {
            Type type = project.TypeNamed(name);
            object? made = type.GetProperty("Value")?.GetValue(null) ?? type.GetField("Value")?.GetValue(null);
            Assert.IsType(type, made);
            var parameters = (ParameterSet)type.GetProperty("Parameters")!.GetValue(made)!;
            Assert.Equal(Floats(project.Create(name, seed: 7).Parameters), Floats(parameters));
        });
    }

    [Theory]
    [InlineData("public static readonly string Value = Summary.ToString();")]
    [InlineData("public static string Value { get; } = Summary.ToString();")]
    [InlineData("public static readonly string Value; static Net() { Value = Summary.ToString(); }")]
    public void A_static_initialiser_may_read_the_summary(string members)
    {
        Type type = Project(Class("class", members)).Compile().TypeNamed("Net");
        object? text = type.GetProperty("Value")?.GetValue(null) ?? type.GetField("Value")?.GetValue(null);
        Assert.Equal(type.GetProperty("Summary")!.GetValue(null)!.ToString(), text);
        Assert.Contains("Conv1", Assert.IsType<string>(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_static_initialiser_may_train_and_predict()
    {
        Type type = Project(Class("class",
            """
            public static readonly float Value = Learn();

            private static float Learn()
            {
                Net net = new(1);
                using Layers.Trainer<Net> trainer = new(net, new Layers.Sgd(0.1f));
                trainer.Step(new float[InputLength], [1]);
                float[] outputs = new float[OutputLength];
                net.Predict(new float[InputLength], outputs);
                return outputs[0] + outputs[1];
            }
            """)).Compile().TypeNamed("Net");
        Assert.Equal(1f, (float)type.GetField("Value")!.GetValue(null)!, 1e-5f);
    }

    private static string Class(string kind, string members, string space = "") =>
        (space.Length == 0 ? "" : $"namespace {space};\n") + $"{Attributes}\npublic sealed partial {kind} Net\n{{\n{members}\n}}\n";

    private static float[] Floats(ParameterSet parameters) =>
        [.. parameters.SelectMany(parameter =>
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            return values;
        })];
}
