using ConvGen;
using DigitsWeb;

return SiteCommand.Create(Serve).Parse(args).Invoke();

static int Serve(SiteOptions options)
{
    try
    {
        return ServeAsync(options).GetAwaiter().GetResult();
    }
    catch (Exception exception) when (
        exception is IOException or InvalidDataException or UnauthorizedAccessException or NetworkFileException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

static async Task<int> ServeAsync(SiteOptions options)
{
    await using DigitsSite site = await DigitsSite.StartAsync(options, Console.WriteLine);
    Console.WriteLine($"Open {site.Address} in a browser. Ctrl+C ends the server.");
    await site.WaitForShutdownAsync();
    return 0;
}
