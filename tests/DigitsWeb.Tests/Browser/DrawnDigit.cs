using System.Numerics;
using Microsoft.Playwright;
using MnistSample.DrawnDigits;

namespace DigitsWeb.Tests.Browser;

/// <summary>Draws digits on the page as people do.</summary>
internal static class DrawnDigit
{
    /// <summary>The lines of a digit, in shares of the paper's side.</summary>
    public static IEnumerable<Vector2[]> LinesOf(int digit) => Glyphs.OfDigit[digit][0].Select(stroke =>
    {
        Vector2[] points = [.. stroke.Points];
        Vector2[] line = stroke.Smooth ? Spline.Through(points) : points;
        return Array.ConvertAll(line, point => new Vector2(0.3f + 0.4f * point.X, 0.18f + 0.64f * point.Y));
    });

    /// <summary>Draws a digit with the mouse.</summary>
    public static async Task DrawAsync(this IPage page, int digit)
    {
        LocatorBoundingBoxResult paper = await PaperAsync(page);
        foreach (Vector2[] line in LinesOf(digit))
        {
            await page.Mouse.MoveAsync(X(paper, line[0]), Y(paper, line[0]));
            await page.Mouse.DownAsync();
            foreach (Vector2 point in line)
            {
                await page.Mouse.MoveAsync(X(paper, point), Y(paper, point), new MouseMoveOptions { Steps = 3 });
            }

            await page.Mouse.UpAsync();
        }
    }

    /// <summary>Draws a digit with a finger.</summary>
    public static async Task DrawWithFingerAsync(this IPage page, int digit)
    {
        LocatorBoundingBoxResult paper = await PaperAsync(page);
        ICDPSession device = await page.Context.NewCDPSessionAsync(page);
        foreach (Vector2[] line in LinesOf(digit))
        {
            await Touch("touchStart", line[0]);
            foreach (Vector2 point in line)
            {
                await Touch("touchMove", point);
            }

            await Touch("touchEnd");
        }

        Task Touch(string type, params Vector2[] points)
        {
            var touch = new Dictionary<string, object>
            {
                ["type"] = type,
                ["touchPoints"] = points.Select(point => new { x = X(paper, point), y = Y(paper, point) }).ToArray(),
            };
            return device.SendAsync("Input.dispatchTouchEvent", touch);
        }
    }

    private static async Task<LocatorBoundingBoxResult> PaperAsync(IPage page)
    {
        ILocator paper = page.Locator("#drawing");
        await paper.ScrollIntoViewIfNeededAsync();
        return (await paper.BoundingBoxAsync())!;
    }

    private static float X(LocatorBoundingBoxResult paper, Vector2 point) => paper.X + paper.Width * point.X;

    private static float Y(LocatorBoundingBoxResult paper, Vector2 point) => paper.Y + paper.Height * point.Y;
}
