using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DigitsWeb.Tests.Browser;

[Trait("Category", "Slow")]
[Collection(TrainedSiteTests.Name)]
public sealed class AccessibilityTests(TrainedSite site)
{
    [ChromiumTheory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Axe_finds_nothing(int width, ColorScheme scheme)
    {
        await using BrowserPage page = await OpenAsync(width, scheme);
        await page.Page.DrawAsync(5);
        await page.SettledAnswerAsync();
        await page.Page.Locator("[data-layer=Conv1]").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#code")).ToContainTextAsync("Conv1, forward pass");

        AxeResult result = await page.Page.RunAxe();

        Assert.InRange(result.Passes.Length, 20, int.MaxValue);
        Assert.True(result.Violations.Length == 0, string.Join("\n", result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}")));
    }

    [ChromiumTheory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using BrowserPage page = await OpenAsync(width, ColorScheme.Light);
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [ChromiumFact]
    public async Task The_tab_key_reaches_every_control_in_the_order_of_the_page()
    {
        await using BrowserPage page = await OpenAsync(1280, ColorScheme.Light);
        List<string> reached = [];
        for (int i = 0; i < 60; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            string control = await page.Page.EvaluateAsync<string>(
                """
                () => {
                    const element = document.activeElement;
                    return element.id || element.dataset.layer || element.getAttribute("aria-label") || element.textContent;
                }
                """);
            if (control == "code")
            {
                break;
            }

            reached.Add(control);
            if (control == "Dense2")
            {
                // The last layer: its code is loaded, and its files are the next controls.
                await Assertions.Expect(page.Page.Locator("#code-files")).ToContainTextAsync("Dense2.Forward.g.cs");
            }
        }

        string[] expected =
        [
            "Skip to the drawing", "drawing", "clear", .. Enumerable.Range(0, 10).Select(digit => $"Test image of a {digit}"),
            "epochs", "train-on", "train-anew",
            "Conv1", "MaxPool1", "ReLU1", "Conv2", "MaxPool2", "ReLU2", "Dense1", "ReLU3", "Dense2",
            "Dense2.Forward.g.cs", "Dense2.Backward.g.cs",
        ];
        Assert.Equal(expected, reached);
    }

    [ChromiumFact]
    public async Task Screen_readers_announce_the_answer_when_drawing_pauses()
    {
        await using BrowserPage page = await OpenAsync(1280, ColorScheme.Light);
        await page.Page.DrawAsync(7);
        string answer = await page.SettledAnswerAsync();

        ILocator spoken = page.Page.Locator("#spoken");
        Assert.Equal("status", await spoken.GetAttributeAsync("role"));
        Assert.Equal(answer, await spoken.TextContentAsync());
    }

    private Task<BrowserPage> OpenAsync(int width, ColorScheme scheme) => BrowserPage.OpenAsync(
        site.Address, width == BrowserPage.Narrow.Width ? BrowserPage.Narrow : BrowserPage.Wide, scheme);
}
