using Chapter6.Networks;

namespace Chapter6.Rows;

/// <summary>The chapter's table of results, in its order.</summary>
internal static class Chapter
{
    private static readonly BookRecipe Sigmoid = new() { LearningRate = 0.1f };
    private static readonly BookRecipe Rectified = new() { LearningRate = 0.03f, Lambda = 0.1f };
    private static readonly BookRecipe Expanded = Rectified with { Expanded = true };

    private static readonly TrainedRow<Dropped1000> Dropout = new()
    {
        Name = "dropout",
        Title = "dropout of half of the dense layers' inputs",
        BookAccuracy = 99.60,
        Recipe = new() { LearningRate = 0.03f, Epochs = 40, Expanded = true },
    };

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new TrainedRow<Shallow> { Name = "shallow", Title = "100 hidden sigmoid neurons", BookAccuracy = 97.80, Recipe = Sigmoid },
        new TrainedRow<OneConv> { Name = "conv", Title = "a convolutional layer of 20 maps below them",
            BookAccuracy = 98.78, Recipe = Sigmoid },
        new TrainedRow<OneConvAlone> { Name = "conv-alone", Title = "the same without the hidden layer",
            BookAccuracy = null, Recipe = Sigmoid },
        new TrainedRow<TwoConv> { Name = "two-conv", Title = "a second convolutional layer, 40 maps",
            BookAccuracy = 99.06, Recipe = Sigmoid },
        new TrainedRow<TwoConvTanh> { Name = "tanh", Title = "tanh instead of the sigmoid", BookAccuracy = null, Recipe = Sigmoid },
        new TrainedRow<TwoConvReLU> { Name = "relu", Title = "rectified linear units", BookAccuracy = 99.23, Recipe = Rectified },
        new TrainedRow<TwoConvReLU> { Name = "expanded", Title = "data expanded by one-pixel shifts",
            BookAccuracy = 99.37, Recipe = Expanded },
        new TrainedRow<Wide300> { Name = "wide-300", Title = "300 hidden units", BookAccuracy = 99.46, Recipe = Expanded },
        new TrainedRow<Wide1000> { Name = "wide-1000", Title = "1,000 hidden units", BookAccuracy = 99.43, Recipe = Expanded },
        new TrainedRow<Deep100> { Name = "deep-100", Title = "two hidden layers of 100", BookAccuracy = 99.43, Recipe = Expanded },
        new TrainedRow<Deep300> { Name = "deep-300", Title = "two hidden layers of 300", BookAccuracy = 99.48, Recipe = Expanded },
        new TrainedRow<Deep1000> { Name = "deep-1000", Title = "two hidden layers of 1,000", BookAccuracy = 99.47, Recipe = Expanded },
        Dropout,
        new VoteRow<Dropped1000>
        {
            Name = "vote", Title = "five such networks vote", BookAccuracy = 99.67, Recipe = Dropout.Recipe, Voter = Dropout, Voters = 5,
        },
    ];

    /// <summary>Finds a row by name; null if there is none.</summary>
    public static Row? Find(string name) => Rows.FirstOrDefault(row => row.Name == name);
}
