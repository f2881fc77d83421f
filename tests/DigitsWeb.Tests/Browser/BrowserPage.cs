using Microsoft.Playwright;

namespace DigitsWeb.Tests.Browser;

/// <summary>The page in its own headless browser. Records all errors of the browser.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    /// <summary>Widths and heights of a telephone and of a small desktop screen.</summary>
    public static readonly (int Width, int Height) Narrow = (360, 740), Wide = (1280, 900);

    /// <summary>The timeout for changes of the page in milliseconds, for a busy machine.</summary>
    private const float Patience = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<string> _complaints = [];

    static BrowserPage() => Assertions.SetDefaultExpectTimeout(Patience);

    private BrowserPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the console, such as breaches of the content security policy, and requests to anywhere
    /// else.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The answer on the page.</summary>
    public ILocator Answer => Page.Locator("#answer");

    /// <summary>Opens the page and waits until it has drawn its layers.</summary>
    public static async Task<BrowserPage> OpenAsync(
        Uri address, (int Width, int Height) size, ColorScheme scheme = ColorScheme.Light)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            // The sandbox does not work for the superuser, which containers often use.
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = size.Width, Height = size.Height },
            HasTouch = size == Narrow,
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var opened = new BrowserPage(playwright, browser, await context.NewPageAsync());
        opened.Page.PageError += (_, error) => opened._complaints.Add(error);
        opened.Page.Console += (_, message) => opened.Hear(message);
        opened.Page.Request += (_, request) => opened.Watch(request, address);
        await opened.Page.GotoAsync(address.AbsoluteUri);
        await opened.Page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.layer').length > 0 && document.querySelector('.layer .filters').width > 1");
        return opened;
    }

    /// <summary>The answer to the current drawing, once it has not changed for a while. Checks that no answer is
    /// pending, so that it is not the answer to an earlier drawing.</summary>
    public async Task<string> SettledAnswerAsync()
    {
        await Page.WaitForFunctionAsync(
            """
            () => {
                const answer = document.querySelector("#answer"), text = answer.textContent;
                return answer.ariaBusy === "false" && text.startsWith("Read as") && document.querySelector("#spoken").textContent === text;
            }
            """);
        return await Answer.InnerTextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
        {
            _complaints.Add(message.Text);
        }
    }

    private void Watch(IRequest request, Uri address)
    {
        if (!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal))
        {
            _complaints.Add($"A request to {request.Url}");
        }
    }
}
