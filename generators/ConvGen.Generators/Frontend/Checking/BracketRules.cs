namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks the brackets <c>[Residual] ... [EndResidual]</c> and <c>[Repeat] ... [EndRepeat]</c>: each is closed, they do not
/// cross, and each contains a layer.</summary>
internal sealed class BracketRules
{
    private readonly ProblemList _problems;
    private readonly Stack<Bracket> _open = new();

    private BracketRules(ProblemList problems) => _problems = problems;

    /// <summary>Reports every error. Returns true if there is none.</summary>
    public static bool Check(IEnumerable<LayerDeclaration> layers, ProblemList problems)
    {
        ProblemList found = new();
        BracketRules rules = new(found);
        foreach (LayerDeclaration layer in layers)
        {
            rules.Read(layer);
        }

        foreach (Bracket bracket in rules._open.Reverse())
        {
            found.Add(Rules.UnclosedBracket, SiteOf(bracket.Opening), bracket.Opening.Kind, ClosingOf(bracket.Opening));
        }

        problems.AddRange(found);
        return !found.HasErrors;
    }

    private void Read(LayerDeclaration layer)
    {
        switch (layer)
        {
            case ResidualDeclaration or RepeatDeclaration:
                _open.Push(new Bracket(layer));
                break;
            case ShortcutDeclaration:
                ReadShortcut(layer);
                break;
            case EndResidualDeclaration:
                Close<ResidualDeclaration>(layer, "Residual");
                break;
            case EndRepeatDeclaration:
                Close<RepeatDeclaration>(layer, "Repeat");
                break;
            case LossDeclaration when _open.Count > 0:
                _problems.Add(Rules.LossInBracket, SiteOf(layer), layer.Kind, _open.Peek().Opening.Kind);
                break;
            case FromDeclaration or OutputDeclaration or LossDeclaration:
                break;
            case StructureDeclaration:
                throw Unreachable.Kind(layer);
            default:
                MarkFilled();
                break;
        }
    }

    private void ReadShortcut(LayerDeclaration shortcut)
    {
        if (_open.Count == 0 || _open.Peek().Opening is not ResidualDeclaration)
        {
            _problems.Add(Rules.UnopenedBracket, SiteOf(shortcut), shortcut.Kind, "Residual");
            return;
        }

        Bracket block = _open.Peek();
        if (block.Shortcut is not null)
        {
            _problems.Add(Rules.SecondShortcut, SiteOf(shortcut));
            return;
        }

        CheckFilled(block, shortcut);
        block.Shortcut = shortcut;
        block.IsFilled = false;
    }

    private void Close<TOpening>(LayerDeclaration closing, string opening)
        where TOpening : LayerDeclaration
    {
        if (!_open.Any(bracket => bracket.Opening is TOpening))
        {
            _problems.Add(Rules.UnopenedBracket, SiteOf(closing), closing.Kind, opening);
            MarkFilled();
            return;
        }

        if (_open.Peek().Opening is not TOpening)
        {
            LayerDeclaration inner = _open.Peek().Opening;
            _problems.Add(Rules.CrossedBrackets, SiteOf(closing), closing.Kind, opening, inner.Kind, ClosingOf(inner));
            while (_open.Peek().Opening is not TOpening)
            {
                _open.Pop();
            }
        }

        CheckFilled(_open.Pop(), closing);
        MarkFilled();
    }

    private void CheckFilled(Bracket bracket, LayerDeclaration end)
    {
        if (!bracket.IsFilled)
        {
            _problems.Add(Rules.EmptyBracket, SiteOf(end), (bracket.Shortcut ?? bracket.Opening).Kind, end.Kind);
        }
    }

    private void MarkFilled()
    {
        if (_open.Count > 0)
        {
            _open.Peek().IsFilled = true;
        }
    }

    private static string ClosingOf(LayerDeclaration opening) => opening switch
    {
        ResidualDeclaration => "EndResidual",
        RepeatDeclaration => "EndRepeat",
        _ => throw Unreachable.Kind(opening),
    };

    private static Site.Attribute SiteOf(LayerDeclaration layer) => new(layer.AttributeIndex);

    /// <summary>A bracket that is open.</summary>
    private sealed class Bracket(LayerDeclaration opening)
    {
        public LayerDeclaration Opening { get; } = opening;

        public LayerDeclaration? Shortcut { get; set; }

        /// <summary>Whether a layer has been read since it was opened, or since its shortcut.</summary>
        public bool IsFilled { get; set; }
    }
}
