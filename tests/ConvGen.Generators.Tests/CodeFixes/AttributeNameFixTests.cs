using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG043: replaces an attribute that does not exist by the intended one.</summary>
public sealed class AttributeNameFixTests
{
    [Theory]
    [InlineData("[Dense(3), Relu] // fast", "[Dense(3), ReLU] // fast", "Use [ReLU] instead")]
    [InlineData("[Linear(3)]", "[Dense(3)]", "Use [Dense] instead")]
    [InlineData("[DenseLayer(3)]", "[Dense(3)]", "Use [Dense] instead")]
    [InlineData("[ConvGen.Linear(3)]", "[ConvGen.Dense(3)]", "Use [Dense] instead")]
    [InlineData("[Conv2D(20, 5), Dense(3)]", "[Conv(20, 5), Dense(3)]", "Use [Conv] instead")]
    [InlineData("[LeakyRelu(0.2), Dense(3)]", "[LeakyReLU(0.2), Dense(3)]", "Use [LeakyReLU] instead")]
    [InlineData("[AdaptiveAvgPool2d(1), Dense(3)]", "[GlobalAveragePool, Dense(3)]", "Use [GlobalAveragePool] instead")]
    [InlineData("[Flatten, Dense(3)]", "[Dense(3)]", "Remove [Flatten]")]
    [InlineData("[GroupNorm(2, 20)]\n[Dense(3)]", "[Dense(3)]", "Remove [GroupNorm]")]
    [InlineData("[BatchNorm2d, Dense(3)]", "[BatchNorm, Dense(3)]", "Use [BatchNorm] instead")]
    [InlineData("[Dense(3), LogSoftmax]", "[Dense(3), SoftmaxCrossEntropy]", "Use [SoftmaxCrossEntropy] instead")]
    [InlineData("[Dense(3), LogSoftmax, SoftmaxCrossEntropy]", "[Dense(3), SoftmaxCrossEntropy]", "Remove [LogSoftmax]")]
    [InlineData("[Dense(3), RReLU]", "[Dense(3), LeakyReLU]", "Use [LeakyReLU] instead")]
    public void The_attribute_that_is_meant_is_written(string before, string after, string title)
    {
        using FixProject project = new(new AttributeNameFix(), $"[Network(3, 28, 28)]\n{before}\npartial class Net;");
        Assert.Equal([title], project.Titles);
        Assert.Equal([$"[Network(3, 28, 28)]\n{after}\npartial class Net;"], project.Apply(title));
    }

    [Fact]
    public void A_misspelled_Network_is_replaced()
    {
        using FixProject project = new(new AttributeNameFix(), "[Netwrok(4)] partial class Net;");
        Assert.Equal(["[Network(4)] partial class Net;"], project.Apply("Use [Network] instead", "CVG006"));
    }

    [Fact]
    public void All_attributes_of_the_same_kind_are_replaced_at_once()
    {
        using FixProject project = new(
            new AttributeNameFix(), "[Network(8)] [Dense(4), Relu] [Dense(3), Relu] partial class A; [Network(2), RELU] partial class B;");
        Assert.Equal(
            ["[Network(8)] [Dense(4), ReLU] [Dense(3), ReLU] partial class A; [Network(2), ReLU] partial class B;"],
            project.ApplyToAll("Use [ReLU] instead"));
    }

    [Theory]
    [InlineData("[Network(4)] [Dense(3), LSTM(4)] partial class Net;")]
    [InlineData("[Unheard] partial class Other;")]
    [InlineData("partial class Other { Relu field; }")]
    public void No_fix_is_offered_without_a_replacement(string source)
    {
        using FixProject project = new(new AttributeNameFix(), source);
        Assert.Empty(project.Titles);
    }
}
