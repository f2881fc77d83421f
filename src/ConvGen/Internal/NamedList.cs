namespace ConvGen.Internal;

/// <summary>Items by position and by name; a missing name throws an exception that lists the existing names.</summary>
internal sealed class NamedList<T>
{
    private readonly T[] items;
    private readonly Dictionary<string, T> byName = [];

    public NamedList(IEnumerable<T> items, Func<T, string> name)
    {
        this.items = [.. items];
        foreach (T item in this.items)
        {
            byName.Add(name(item), item);
        }
    }

    public int Count => items.Length;

    public T this[int index]
    {
        get
        {
            Check.Index(index, items.Length, "the list");
            return items[index];
        }
    }

    public T this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return byName.TryGetValue(name, out T? item)
                ? item
                : throw new KeyNotFoundException($"There is no \"{name}\"; there are: {string.Join(", ", byName.Keys)}.");
        }
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();
}
