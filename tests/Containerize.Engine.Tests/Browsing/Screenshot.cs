using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Engine.Browsing;

/// <summary>Pictures for docs/report.md, made where <c>CONTAINERIZE_UPDATE_DOCS=1</c> asks for them: another browser draws others.</summary>
internal static class Screenshot
{
    /// <param name="name">Of the file below docs/images, without an ending.</param>
    /// <param name="selector">What is to stand at the top.</param>
    public static async Task KeepAsync(Page page, string name, string selector)
    {
        if (Environment.GetEnvironmentVariable("CONTAINERIZE_UPDATE_DOCS") != "1")
        {
            return;
        }

        await page.ResizeAsync(1000, 560);
        await page.EvaluateAsync($"document.activeElement.blur(); document.querySelector('{selector}').scrollIntoView()");
        await page.DrawnAsync();
        var folder = Directory.CreateDirectory(Path.Join(PackedPackage.RepositoryRoot, "docs", "images")).FullName;
        await File.WriteAllBytesAsync(Path.Join(folder, name + ".png"), await page.CaptureAsync(), TestContext.Current.CancellationToken);
    }
}
