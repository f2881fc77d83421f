namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks the brackets <c>[Residual] ... [EndResidual]</c> and <c>[Repeat] ... [EndRepeat]</c>: each is closed, they do not
/// cross, and each contains a layer and no loss.</summary>
/// <remarks>Each mistake is reported once: a bracket that an error has closed causes no further error.</remarks>
internal sealed class BracketRules
{
    private readonly ProblemList _problems;
    private readonly Stack<Bracket> _open = new();

    /// <summary>The endings of brackets that an error has closed, which may still follow.</summary>
    private readonly List<string> _expectedEndings = [];

    /// <summary>Those that followed. They may be meant for a bracket around the closed one, which then stays open.</summary>
    private readonly List<string> _lateEndings = [];

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

        // A loss inside a bracket that is not closed is no second mistake.
        foreach (Bracket bracket in rules._open.Reverse())
        {
            string ending = EndingOf(bracket.Opening);
            if (!rules._lateEndings.Remove(ending))
            {
                found.Add(GraphRules.UnclosedBracket, SiteOf(bracket.Opening), bracket.Opening.Kind, ending);
            }
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
            case LossDeclaration:
                ReadLoss(layer);
                break;
            case FromDeclaration or OutputDeclaration:
                break;
            case StructureDeclaration:
                throw Unreachable.Kind(layer);
            default:
                MarkFilled();
                break;
        }
    }

    private void ReadLoss(LayerDeclaration loss)
    {
        if (_open.Count > 0)
        {
            _open.Peek().Losses.Add(loss);
            MarkFilled();
        }
    }

    private void ReadShortcut(LayerDeclaration shortcut)
    {
        if (!_open.Any(bracket => bracket.Opening is ResidualDeclaration))
        {
            if (!_expectedEndings.Contains("EndResidual"))
            {
                _problems.Add(GraphRules.UnopenedBracket, SiteOf(shortcut), shortcut.Kind, "Residual");
            }

            return;
        }

        bool crosses = CloseInner<ResidualDeclaration>(shortcut, "Residual");
        Bracket block = _open.Peek();
        if (block.Shortcut is not null)
        {
            _problems.Add(GraphRules.SecondShortcut, SiteOf(shortcut));
            return;
        }

        if (!crosses)
        {
            CheckFilled(block, shortcut);
        }

        block.Shortcut = shortcut;
        block.IsFilled = false;
    }

    private void Close<TOpening>(LayerDeclaration ending, string opening)
        where TOpening : LayerDeclaration
    {
        if (_expectedEndings.Remove(ending.Kind))
        {
            _lateEndings.Add(ending.Kind);
            MarkFilled();
            return;
        }

        if (!_open.Any(bracket => bracket.Opening is TOpening))
        {
            _problems.Add(GraphRules.UnopenedBracket, SiteOf(ending), ending.Kind, opening);
            MarkFilled();
            return;
        }

        bool crosses = CloseInner<TOpening>(ending, opening);
        Bracket closed = _open.Pop();
        if (!crosses)
        {
            CheckFilled(closed, ending);
        }

        foreach (LayerDeclaration loss in closed.Losses)
        {
            _problems.Add(GraphRules.LossInBracket, SiteOf(loss), loss.Kind, closed.Opening.Kind);
        }

        MarkFilled();
    }

    /// <summary>Reports and closes the brackets inside the innermost one of a kind. Returns true if there are any.</summary>
    private bool CloseInner<TOpening>(LayerDeclaration closing, string opening)
        where TOpening : LayerDeclaration
    {
        if (_open.Peek().Opening is TOpening)
        {
            return false;
        }

        LayerDeclaration inner = _open.Peek().Opening;
        _problems.Add(GraphRules.CrossedBrackets, SiteOf(closing), closing.Kind, opening, inner.Kind, EndingOf(inner));
        while (_open.Peek().Opening is not TOpening)
        {
            Bracket closed = _open.Pop();
            _expectedEndings.Add(EndingOf(closed.Opening));
            _open.Peek().Losses.AddRange(closed.Losses);
        }

        return true;
    }

    private void CheckFilled(Bracket bracket, LayerDeclaration end)
    {
        if (!bracket.IsFilled)
        {
            _problems.Add(GraphRules.EmptyBracket, SiteOf(end), (bracket.Shortcut ?? bracket.Opening).Kind, end.Kind);
        }
    }

    private void MarkFilled()
    {
        if (_open.Count > 0)
        {
            _open.Peek().IsFilled = true;
        }
    }

    private static string EndingOf(LayerDeclaration opening) => opening switch
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

        /// <summary>The losses inside, which are errors if the bracket is closed after them.</summary>
        public List<LayerDeclaration> Losses { get; } = [];

        /// <summary>Whether a layer has been read since it was opened, or since its shortcut.</summary>
        public bool IsFilled { get; set; }
    }
}
