using ConvGen.Generators.Common;

namespace ConvGen.Generators.Tests.Common;

/// <summary>Tests comparison by value, which caching depends on.</summary>
public sealed class EquatableArrayTests
{
    [Fact]
    public void Arrays_with_equal_elements_are_equal()
    {
        EquatableArray<string> one = ["a", "b"];
        EquatableArray<string> other = [string.Concat("", "a"), "b"];
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one.Equals((object)other));
    }

    [Fact]
    public void Another_element_order_or_length_makes_a_difference()
    {
        EquatableArray<string> one = ["a", "b"];
        EquatableArray<string>[] others = [["a", "c"], ["b", "a"], ["a"], ["a", "b", "b"], []];
        Assert.All(others, other => Assert.True(one != other));
    }

    [Fact]
    public void The_default_is_the_empty_array()
    {
        EquatableArray<int> none = default;
        Assert.Empty(none);
        Assert.True(none == []);
        Assert.Equal(none.GetHashCode(), new EquatableArray<int>([]).GetHashCode());
    }

    [Fact]
    public void Elements_are_read_by_index_and_in_order()
    {
        var numbers = Enumerable.Range(3, 3).ToEquatableArray();
        Assert.Equal(3, numbers.Count);
        Assert.Equal(5, numbers[2]);
        Assert.Equal([3, 4, 5], numbers);
        Assert.Equal("[3, 4, 5]", numbers.ToString());
    }
}
