using System.Text.Json;
using Microsoft.Playwright;

namespace DigitsWeb.Tests.Browser;

[Trait("Category", "Slow")]
[Collection(TrainedSiteTests.Name)]
public sealed class PageTests(TrainedSite site)
{
    public static TheoryData<int, int> Screens => new()
    {
        { BrowserPage.Narrow.Width, BrowserPage.Narrow.Height },
        { BrowserPage.Wide.Width, BrowserPage.Wide.Height },
    };

    [ChromiumTheory]
    [MemberData(nameof(Screens))]
    public async Task Drawn_digits_are_read_correctly(int width, int height)
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, (width, height));
        List<string> wrong = [];
        for (int digit = 0; digit < 10; digit++)
        {
            await page.Page.Locator("#clear").ClickAsync();
            await page.Page.DrawAsync(digit);
            string answer = await page.SettledAnswerAsync();
            if (!answer.StartsWith($"Read as {digit},", StringComparison.Ordinal))
            {
                wrong.Add($"{digit}: {answer}");
            }
        }

        Assert.True(wrong.Count <= 1, string.Join("; ", wrong));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Touch_input_draws_too()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Narrow);
        await page.Page.DrawWithFingerAsync(1);

        Assert.StartsWith("Read as 1,", await page.SettledAnswerAsync());
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task Arrow_keys_draw_and_Delete_clears()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide);
        IKeyboard keyboard = page.Page.Keyboard;
        await page.Page.Locator("#drawing").FocusAsync();
        await Press("ArrowUp", 8);
        await keyboard.PressAsync(" ");
        Assert.Equal("Pen down at column 15, row 7.", await page.Page.Locator("#pen-state").TextContentAsync());
        await Press("ArrowDown", 16);
        await keyboard.PressAsync(" ");

        Assert.StartsWith("Read as 1,", await page.SettledAnswerAsync());
        await keyboard.PressAsync("Delete");
        await Assertions.Expect(page.Answer).ToHaveTextAsync("Nothing is drawn yet.");
        Assert.Empty(page.Complaints);

        async Task Press(string key, int times)
        {
            for (int i = 0; i < times; i++)
            {
                await keyboard.PressAsync(key);
            }
        }
    }

    [ChromiumFact]
    public async Task A_test_image_can_be_loaded_by_the_keyboard()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Test image of a 0" }).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        Assert.StartsWith("Read as 0,", await page.SettledAnswerAsync());
    }

    [ChromiumFact]
    public async Task Feature_maps_change_with_the_drawing()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide);
        string[] before = await MapsAsync(page.Page);
        await page.Page.DrawAsync(3);
        await page.SettledAnswerAsync();
        string[] after = await MapsAsync(page.Page);

        Assert.Equal(9, after.Length);
        Assert.All(before.Zip(after), maps => Assert.NotEqual(maps.First, maps.Second));
    }

    [ChromiumFact]
    public async Task The_code_of_the_layer_under_the_pointer_is_shown()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide);
        ILocator code = page.Page.Locator("#code");

        await Layer("Conv2").HoverAsync();
        await Assertions.Expect(code).ToContainTextAsync("// Conv2, forward pass");
        await Layer("ReLU1").HoverAsync();
        await Assertions.Expect(code).ToContainTextAsync("// Conv1, forward pass");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Conv1.Backward.g.cs" }).ClickAsync();
        await Assertions.Expect(code).ToContainTextAsync("// Conv1, backward pass");

        // After a click on a layer, its code stays visible wherever the pointer moves.
        await Layer("Dense1").ClickAsync();
        await Layer("Conv2").HoverAsync();
        await Task.Delay(400);
        await Assertions.Expect(code).ToContainTextAsync("// Dense1, forward pass");
        Assert.Empty(page.Complaints);

        ILocator Layer(string name) => page.Page.Locator($"[data-layer={name}]");
    }

    [ChromiumFact]
    public async Task Training_changes_the_curves_and_the_filters()
    {
        await using DigitsSite own = await TrainedSite.StartAsync(new SiteOptions { DrawnImages = 2_000, Epochs = 0 });
        await using BrowserPage page = await BrowserPage.OpenAsync(own.Address, BrowserPage.Wide);
        string filters = await PictureAsync(page.Page, ".filters"), curves = await PictureAsync(page.Page, "#curves");

        await page.Page.GetByLabel("Epochs").FillAsync("2");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start anew" }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#training-state"))
            .ToContainTextAsync("Trained: ", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });

        await Assertions.Expect(page.Page.Locator("#training-figures")).ToContainTextAsync("of test images right");
        Assert.NotEqual(filters, await PictureAsync(page.Page, ".filters"));
        Assert.NotEqual(curves, await PictureAsync(page.Page, "#curves"));
        Assert.Contains("after 3,600 images", await page.Page.Locator("#curves").GetAttributeAsync("aria-label"));
        Assert.Empty(page.Complaints);
    }

    [ChromiumFact]
    public async Task A_drawing_is_centred_and_scaled_like_MNIST()
    {
        await using BrowserPage page = await BrowserPage.OpenAsync(site.Address, BrowserPage.Wide);
        // A bar of 20x60 pixels in a corner.
        JsonElement? pixels = await page.Page.EvaluateAsync(
            """
            async () => {
                const { centred } = await import("/digit.js");
                const ink = new Uint8ClampedArray(280 * 280);
                for (let y = 10; y < 70; y++) { ink.fill(255, y * 280 + 5, y * 280 + 25); }
                return Array.from(centred(ink, 280));
            }
            """);
        int[] image = [.. pixels!.Value.EnumerateArray().Select(pixel => pixel.GetInt32())];

        int[] inked = [.. Enumerable.Range(0, 784).Where(pixel => image[pixel] > 0)];
        Assert.Equal((4, 23), (inked.Min(pixel => pixel / 28), inked.Max(pixel => pixel / 28)));
        Assert.Equal((10, 17), (inked.Min(pixel => pixel % 28), inked.Max(pixel => pixel % 28)));
        Assert.Equal(255, image[28 * 14 + 14]);
        Assert.Equal(20 * 60 * 255.0 / 9, image.Sum(), 300.0);
    }

    private static async Task<string[]> MapsAsync(IPage page) =>
        (await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.maps')].map(canvas => canvas.toDataURL())"))!;

    private static Task<string> PictureAsync(IPage page, string canvas) =>
        page.EvaluateAsync<string>($"() => document.querySelector('{canvas}').toDataURL()");
}
