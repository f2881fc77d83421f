using System.Collections.Immutable;
using System.Globalization;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Draws valid networks with residual blocks, repetitions, branches and several outputs, without errors and warnings.</summary>
internal sealed class GraphDrawer
{
    /// <summary>Activations that have an effect after every layer.</summary>
    private static readonly string[] Activations = ["Tanh", "SiLU", "GELU"];

    private readonly Random _random;
    private readonly List<DeclaredAttribute> _all = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly bool _hasLoss;
    private DeclaredShape _shape;
    private int _names;
    private int _outputs;

    private GraphDrawer(Random random)
    {
        _random = random;
        _hasLoss = random.Next(2) == 0;
        _shape = random.Next(3) == 0
            ? new(2 + random.Next(20), 1, 1, IsFlat: true)
            : new(1 + random.Next(4), 3 + random.Next(9), 3 + random.Next(9), IsFlat: false);
        _all.Add(DeclaredAttribute.Of("Network", _shape.IsFlat ? [_shape.Channels] : [_shape.Channels, _shape.Height, _shape.Width]));
    }

    public static Declared Draw(Random random, string space) => new()
    {
        Namespace = space,
        Header = random.Next(2) == 0 ? "partial class" : "public sealed partial class",
        Style = random.Next(),
        Attributes = new GraphDrawer(random).DrawAttributes(),
    };

    private ImmutableArray<DeclaredAttribute> DrawAttributes()
    {
        for (int part = 1 + _random.Next(4); part > 0; part--)
        {
            AddPart(depth: 0, new Place(KeepsShape: false, InRepeat: false));
        }

        AddLayer(DeclaredAttribute.Of("Dense", 2 + _random.Next(5)));
        if (_outputs > 0 || _random.Next(4) == 0)
        {
            AddOutput();
        }

        if (_hasLoss)
        {
            _all.Add(DeclaredAttribute.Of(_random.Next(2) == 0 ? "SoftmaxCrossEntropy" : "MeanSquaredError"));
        }

        return [.. _all];
    }

    private void AddPart(int depth, Place place)
    {
        // No names, and so no branches, inside a repetition.
        switch (_random.Next(depth > 2 ? 2 : place.InRepeat ? 5 : 9))
        {
            case 0:
                AddWeights(place.KeepsShape);
                break;
            case 1:
                AddLayer(DeclaredAttribute.Of(Activations[_random.Next(Activations.Length)]));
                break;
            case 2:
                AddBlock(depth, place);
                break;
            case 3:
                AddBlockWithShortcut(depth, place);
                break;
            case 4:
                AddRepetition(depth);
                break;
            case 5:
                AddMerge(depth, place);
                break;
            case 6:
                AddBranches(depth, place);
                break;
            case 7:
                AddGate(place);
                break;
            default:
                AddWeights(place.KeepsShape);
                if (!_hasLoss)
                {
                    AddOutput();
                }

                break;
        }
    }

    private void AddWeights(bool keepsShape)
    {
        int channels = keepsShape ? _shape.Channels : 1 + _random.Next(12);
        AddLayer(_shape.IsFlat ? DeclaredAttribute.Of("Dense", channels)
            : _random.Next(2) == 0 ? DeclaredAttribute.Of("Conv", channels, 1 + _random.Next(3)).With("Same", "true")
            : !keepsShape && _random.Next(2) == 0 ? DeclaredAttribute.Of("Conv", channels, 1).With("Stride", 1 + _random.Next(2))
            : DeclaredAttribute.Of("Conv", channels, 3).With("Pad", 1));
    }

    private void AddBody(int depth, Place place)
    {
        AddPart(depth + 1, place);
        AddWeights(place.KeepsShape);
    }

    private void AddBlock(int depth, Place place)
    {
        Add("Residual");
        AddBody(depth, place with { KeepsShape = true });
        AddLayer(DeclaredAttribute.Of("EndResidual"));
    }

    private void AddBlockWithShortcut(int depth, Place place)
    {
        DeclaredShape before = _shape;
        Add("Residual");
        AddBody(depth, place);
        int channels = place.KeepsShape ? _shape.Channels : 1 + _random.Next(12);
        DeclaredAttribute last = _shape.IsFlat ? DeclaredAttribute.Of("Dense", channels) : DeclaredAttribute.Of("Conv", channels, 1);
        AddLayer(last);
        DeclaredShape after = _shape;
        Add("Shortcut");
        _shape = before;
        if (_random.Next(2) == 0)
        {
            AddPart(depth + 1, place with { KeepsShape = true });
        }

        // The stride that gives the size of the other path; all paths begin with the same image.
        DeclaredAttribute first = after.IsFlat
            ? DeclaredAttribute.Of("Dense", channels)
            : DeclaredAttribute.Of("Conv", channels, 1)
                .With("StrideY", (before.Height - 1) / after.Height + 1).With("StrideX", (before.Width - 1) / after.Width + 1);
        AddLayer(first);
        _shape = after;
        AddLayer(DeclaredAttribute.Of("EndResidual"));
    }

    private void AddRepetition(int depth)
    {
        int times = 1 + _random.Next(3);
        Add("Repeat", times.ToString(CultureInfo.InvariantCulture));
        Dictionary<string, int> before = new(_counts, StringComparer.Ordinal);
        AddBody(depth, new Place(KeepsShape: true, InRepeat: true));
        Add("EndRepeat");
        foreach ((string kind, int count) in _counts.ToArray())
        {
            _counts[kind] += (times - 1) * (count - before.GetValueOrDefault(kind));
        }
    }

    /// <summary>A value that is read again after some layers.</summary>
    private void AddMerge(int depth, Place place)
    {
        string name = AddNamed(place.KeepsShape);
        DeclaredShape named = _shape;
        AddBody(depth, place with { KeepsShape = true });
        Merge(place.KeepsShape, name, named);
    }

    /// <summary>Two branches from one value.</summary>
    private void AddBranches(int depth, Place place)
    {
        string root = AddNamed(place.KeepsShape);
        DeclaredShape shape = _shape;
        AddPart(depth + 1, place with { KeepsShape = true });
        string left = AddNamed(keepsShape: true);
        Add("From", Quoted(root));
        _shape = shape;
        AddPart(depth + 1, place with { KeepsShape = true });
        Merge(place.KeepsShape, left, shape);
    }

    private void Merge(bool keepsShape, string name, DeclaredShape named)
    {
        string[] kinds = keepsShape ? ["Add", "Multiply"] : ["Add", "Multiply", "Concat"];
        string kind = kinds[_random.Next(kinds.Length)];
        DeclaredShape all = kind is "Concat" ? named with { Channels = _shape.Channels + 2 * named.Channels } : _shape;
        AddLayer(new DeclaredAttribute(kind, kind is "Concat" ? [Quoted(name), Quoted(name)] : [Quoted(name)], []));
        _shape = all;
    }

    /// <summary>A factor for each channel of an image, or for each number of a vector.</summary>
    private void AddGate(Place place)
    {
        string name = AddNamed(place.KeepsShape);
        DeclaredShape shape = _shape;
        if (shape.Height * shape.Width > 1)
        {
            AddLayer(DeclaredAttribute.Of("GlobalAveragePool"));
        }

        AddLayer(DeclaredAttribute.Of("Dense", shape.Channels));
        AddLayer(new DeclaredAttribute("Multiply", [Quoted(name)], []));
        _shape = shape;
    }

    /// <summary>Adds a layer with weights, and returns its given or automatic name.</summary>
    private string AddNamed(bool keepsShape)
    {
        AddWeights(keepsShape);
        string kind = _all[^1].Kind;
        if (_random.Next(3) == 0)
        {
            return $"{kind}{_counts[kind]}";
        }

        string name = $"V{++_names}";
        _all[^1] = _all[^1].With("Name", Quoted(name));
        return name;
    }

    private void AddOutput()
    {
        Add("Output", Quoted($"output {++_outputs}"));
    }

    private void AddLayer(DeclaredAttribute layer)
    {
        _all.Add(layer);
        string kind = layer.Kind is "EndResidual" ? "Add" : layer.Kind;
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        _shape = _shape.After(layer)!;
    }

    private void Add(string kind, params string[] arguments) => _all.Add(new DeclaredAttribute(kind, [.. arguments], []));

    private static string Quoted(string text) => $"\"{text}\"";

    /// <summary>Where a part is drawn.</summary>
    private readonly record struct Place(bool KeepsShape, bool InRepeat);
}
