namespace DigitsWeb;

/// <summary>The settings of the command line.</summary>
internal sealed record SiteOptions
{
    /// <summary>The port on the loopback address; 0 lets the system choose a free one.</summary>
    public int Port { get; init; } = 5120;

    /// <summary>A safetensors file with the initial weights; null to train when the server starts.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>The first folder in which MNIST is searched, or null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The number of digits to draw instead of using MNIST, or null.</summary>
    public int? DrawnImages { get; init; }

    /// <summary>The number of epochs of training if the server starts without a file of weights; 0 for none.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The seed of the initial weights and the drawn digits.</summary>
    public int Seed { get; init; }

    /// <summary>The number of training threads. The page needs a separate core.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount - 1, 1, 4);

    /// <summary>The limits of the server.</summary>
    public SiteLimits Limits { get; init; } = new();
}

/// <summary>Limits for all clients together, because all of them are on the same machine.</summary>
internal sealed record SiteLimits
{
    /// <summary>Requests per second on average; twice as many may arrive at once. Drawing needs about thirty.</summary>
    public int RequestsPerSecond { get; init; } = 200;

    /// <summary>Open connections. A connection that sends nothing is closed after <see cref="HeadersTimeout"/>, so that
    /// idle ones do not use up the limit.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>Pages that may follow a training at a time.</summary>
    public int Followers { get; init; } = 8;

    /// <summary>Predictions that may wait while one is computed.</summary>
    public int WaitingPredictions { get; init; } = 16;

    /// <summary>The longest body, in bytes; a drawing has 784.</summary>
    public int BodyBytes { get; init; } = 4096;

    /// <summary>The time limit for receiving the head of a request.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
