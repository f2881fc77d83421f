using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Inference;

/// <summary>Infers layers that compute one value from several. Each function returns null after reporting a problem.</summary>
internal static class MergeInference
{
    private static readonly EquatableArray<string> Name = ["name"];

    /// <param name="layer">The declared layer.</param>
    /// <param name="context">The place of the layer.</param>
    public static ShapedLayer? Infer(MergeDeclaration layer, LayerContext context) => layer switch
    {
        AddDeclaration add => InferAdd(add, context),
        EndResidualDeclaration => InferEndResidual(context),
        MultiplyDeclaration multiply => InferMultiply(multiply, context),
        ConcatDeclaration concat => InferConcat(concat, context),
        _ => throw Unreachable.Kind(layer),
    };

    private static ShapedSum? InferAdd(AddDeclaration add, LayerContext context)
    {
        if (context.Resolve(add.Source, Name) is not { } value)
        {
            return null;
        }

        if (context.ShapeOf(value) != context.Input)
        {
            ReportShapes(GraphRules.ShapesNotAddable, context, Name, value, context.Current);
            return null;
        }

        return Sum(context, context.Current, value);
    }

    private static ShapedSum? InferEndResidual(LayerContext context)
    {
        (int main, int added, bool hasShortcut) = context.EndBlock();
        Shape output = context.ShapeOf(main);
        Shape other = context.ShapeOf(added);
        if (output == other)
        {
            return Sum(context, main, added);
        }

        if (hasShortcut)
        {
            context.Report(GraphRules.ShortcutShape, [], $"{output}", $"{other}");
        }
        else
        {
            string? projection = Projections.Find(other, output);
            context.ReportWithText(
                GraphRules.MissingShortcut, projection, $"{other}", $"{output}",
                projection is null ? "" : $", such as [Shortcut, {projection}]");
        }

        return null;
    }

    private static ShapedProduct? InferMultiply(MultiplyDeclaration multiply, LayerContext context)
    {
        if (context.Resolve(multiply.Source, Name) is not { } value)
        {
            return null;
        }

        Shape current = context.Input;
        Shape other = context.ShapeOf(value);
        bool isFactorOfCurrent = current == other || IsFactorFor(current, other);
        if (!isFactorOfCurrent && !IsFactorFor(other, current))
        {
            ReportShapes(GraphRules.ShapesNotMultipliable, context, Name, context.Current, value);
            return null;
        }

        (int image, int factor) = isFactorOfCurrent ? (context.Current, value) : (value, context.Current);
        return new ShapedProduct
        {
            Name = context.Name,
            Inputs = [image, factor],
            Input = context.ShapeOf(image),
            Output = context.ShapeOf(image),
        };
    }

    /// <summary>Whether a value has one number for each channel of an image.</summary>
    private static bool IsFactorFor(Shape image, Shape factor) =>
        !image.IsFlat && factor.Length == factor.Channels && factor.Channels == image.Channels;

    private static ShapedConcat? InferConcat(ConcatDeclaration concat, LayerContext context)
    {
        List<int> values = [context.Current];
        for (int i = 0; i < concat.Sources.Count; i++)
        {
            (EquatableArray<string> argument, int element) = i == 0 ? (Name, 0) : (["more"], i - 1);
            if (context.Resolve(concat.Sources[i], argument, element) is not { } value)
            {
                return null;
            }

            Shape shape = context.ShapeOf(value);
            if (shape.IsFlat != context.Input.IsFlat || shape.Height != context.Input.Height || shape.Width != context.Input.Width)
            {
                ReportShapes(GraphRules.ShapesNotConcatenable, context, argument, value, context.Current, element);
                return null;
            }

            values.Add(value);
        }

        long channels = values.Sum(value => (long)context.ShapeOf(value).Channels);
        if (channels > Limits.Argument)
        {
            context.Report(
                Rules.TooLarge, [], "number of channels", concat.Kind, Numbers.Grouped(channels), Numbers.Grouped(Limits.Argument));
            return null;
        }

        return new ShapedConcat
        {
            Name = context.Name,
            Inputs = [.. values],
            Input = context.Input,
            Output = context.Input with { Channels = (int)channels },
        };
    }

    private static ShapedSum Sum(LayerContext context, int first, int second) => new()
    {
        Name = context.Name,
        Inputs = [first, second],
        Input = context.ShapeOf(first),
        Output = context.ShapeOf(first),
    };

    private static void ReportShapes(
        DiagnosticDescriptor rule, LayerContext context, EquatableArray<string> argument, int first, int second, int element = 0) =>
        context.ReportElement(
            rule, argument, element, context.Name, context.Describe(first), $"{context.ShapeOf(first)}", context.Describe(second),
            $"{context.ShapeOf(second)}");
}
