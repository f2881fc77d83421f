using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace DigitsWeb.Tests.Browser;

/// <summary>The pictures in the sample's README. <c>CONVGEN_SCREENSHOTS=1</c> trains on MNIST if available and writes
/// them next to the README; otherwise they are taken but not kept.</summary>
[Trait("Category", "Slow")]
public sealed class ScreenshotTests
{
    private static readonly bool AreKept = Environment.GetEnvironmentVariable("CONVGEN_SCREENSHOTS") == "1";

    [ChromiumTheory]
    [InlineData("wide", 8)]
    [InlineData("narrow", 3)]
    public async Task Screenshots_of_the_page(string name, int digit)
    {
        await using DigitsSite site = await TrainedSite.StartAsync(new SiteOptions { DrawnImages = AreKept ? null : 2_000 });
        await TrainedSite.UntilAsync(() => site.Training.Feed.State.Phase == "done");
        await using BrowserPage page = name == "wide"
            ? await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide)
            : await BrowserPage.OpenAsync(site.Address, BrowserPage.Narrow, ColorScheme.Dark);
        await page.Page.DrawAsync(digit);
        await page.SettledAnswerAsync();
        if (name == "wide")
        {
            await page.Page.Locator("[data-layer=Conv1]").HoverAsync();
            await Assertions.Expect(page.Page.Locator("#code")).ToContainTextAsync("Conv1, forward pass");
        }

        await page.Page.EvaluateAsync("() => scrollTo(0, 0)");
        byte[] picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            FullPage = true,
            Clip = name == "wide" ? new Clip { Width = 1280, Height = 1180 } : new Clip { Width = 360, Height = 1800 },
        });

        Assert.InRange(picture.Length, 20_000, 2_000_000);
        if (AreKept)
        {
            await File.WriteAllBytesAsync(Path.Combine(Sample(), $"{name}.png"), picture);
        }
    }

    private static string Sample([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "samples", "DigitsWeb"));
}
