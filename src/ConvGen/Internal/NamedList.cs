namespace ConvGen.Internal;

/// <summary>Items by position and by name; a missing name throws an exception that lists the existing names.</summary>
internal sealed class NamedList<T>
{
    private readonly T[] _items;
    private readonly Dictionary<string, T> _byName = [];

    public NamedList(IEnumerable<T> items, Func<T, string> name)
    {
        _items = [.. items];
        foreach (T item in _items)
        {
            _byName.Add(name(item), item);
        }
    }

    public int Count => _items.Length;

    public T this[int index]
    {
        get
        {
            Check.Index(index, _items.Length, "the list");
            return _items[index];
        }
    }

    public T this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _byName.TryGetValue(name, out T? item)
                ? item
                : throw new KeyNotFoundException($"There is no \"{name}\"; there are: {string.Join(", ", _byName.Keys)}.");
        }
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();
}
