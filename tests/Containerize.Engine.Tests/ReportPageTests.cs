using System.Globalization;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Browsing;
using Containerize.Tests.Engine.Lab;
using Containerize.Tests.Engine.Publishing;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>The report's page as people open it: in a browser, by keyboard, on paper, and with what a screen reader needs.</summary>
public sealed class ReportPageTests(HelloWeb sample)
{
    private const string Layers = "document.querySelectorAll('#layer-list button')";

    private const string Focused = "document.activeElement";

    [LabFact]
    public async Task Of_a_web_app_it_shows_the_layers_and_files_and_complains_of_nothing()
    {
        var published = await sample.PublishAsync([.. HelloWeb.To(TheLab.NewName("report")), "-p:ContainerizeReport=true"]);
        var file = sample.Sample.PathOf("obj/Release/net10.0/containerize/report.html");

        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        published.Result.Text.ShouldContain($"report     {file}");
        ((int)(await page.EvaluateAsync($"{Layers}.length"))!).ShouldBe(published.Image.Layers.Count);
        (await page.TextAsync("#layer-list")).ShouldContain("the application");
        (await page.TextAsync("#repeat-body")).ShouldContain("dotnet publish HelloWeb.csproj -p:ContainerImage=true");
        await ShouldBeFineAsync(browser, page, file);
        await Screenshot.KeepAsync(page, "report-layers", "#layers");
        await Screenshot.KeepAsync(page, "report-files", "#files");
    }

    [LabFact]
    public async Task Of_a_base_that_a_builder_made_it_shows_whose_the_files_are()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var file = await ReportAsync(workspace, $"{TheLab.Registry}/dotnet/sdk:10.0");

        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file, "dark");

        (await page.TextAsync("#map")).ShouldContain("Microsoft.NETCore.App 10.0");
        ((bool)(await page.EvaluateAsync("[...document.querySelectorAll('#map button')].some(tile => /^libc6 2/.test(tile.title))"))!).ShouldBeTrue();
        await ShouldBeFineAsync(browser, page, file);
        await Screenshot.KeepAsync(page, "report-other", "#files");
    }

    /// <summary>Nobody reads a gigabyte for a plan that nothing was published before; the page has each file nevertheless.</summary>
    [LabFact]
    public async Task Of_a_gigabyte_it_shows_where_the_bytes_are()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var project = workspace.Console("Big").Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("Content", "data/**", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "Always", ["CopyToOutputDirectory"] = "Never" })
            .Save();
        Directory.CreateDirectory(workspace.PathOf("Big/data"));
        foreach (var i in Enumerable.Range(1, 44))
        {
            // Holes: they take no room on disk.
            await using var large = File.Create(workspace.PathOf($"Big/data/{i:D2}.bin"));
            large.SetLength(i * 1_000_000);
        }

        var result = await project.TryBuildAsync(TestContext.Current.CancellationToken, ["-t:ContainerizeReport", .. HelloWeb.To(TheLab.NewName("gigabyte"))]);
        var file = workspace.PathOf("Big/obj/Release/net10.0/containerize/report.html");
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        result.ShouldSucceed();
        (await page.TextAsync("#figures")).ShouldContain("1.2 GB");
        (await page.TextAsync("#window .path")).ShouldBe("app/data/44.bin");
        await ShouldBeFineAsync(browser, page, file);
        await Screenshot.KeepAsync(page, "report-large", "#files");
    }

    [LabFact]
    public async Task Of_an_image_with_names_that_are_markup_it_shows_the_names()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        string[] hostile = ["</script><script>alert(1)</script>.txt", "<img src=x onerror=alert(1)>", "a\u2028b", "quote\"'&amp;", "{{script}}{{data}}"];
        var file = await ReportAsync(workspace, Enumerable.Range(0, 35).Select(i => ($"srv/{i}.txt", new string('x', 100 * i + 1))), hostile.Select(name => (name, name)));

        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        (await page.TextAsync("#shown")).ShouldStartWith("40 of 40 files");
        foreach (var name in hostile)
        {
            ((bool)(await page.EvaluateAsync($"[...document.querySelectorAll('#window .path')].some(cell => cell.textContent === {Quote(name)})"))!).ShouldBeTrue(name);
        }

        (await page.TextAsync("#start-body")).ShouldNotContain("very-secret");
        await ShouldBeFineAsync(browser, page, file);
    }

    [LabFact]
    public async Task Twenty_thousand_files_scroll_and_are_searched()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var file = await ReportAsync(workspace, Enumerable.Range(0, 20_000).Select(i => (string.Create(CultureInfo.InvariantCulture, $"srv/{i % 97}/file-{i:D5}.txt"), $"content {i % 7000}")));
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        (await page.TextAsync("#shown")).ShouldStartWith("20,000 of 20,000 files");
        ((int)(await page.EvaluateAsync("document.querySelectorAll('#window tr').length"))!).ShouldBeInRange(10, 100);

        await page.EvaluateAsync("document.querySelector('#columns button').click()");
        await page.EvaluateAsync("document.getElementById('rows').scrollTop = 1e9");
        await page.DrawnAsync();
        ((string)(await page.EvaluateAsync("[...document.querySelectorAll('#window .path')].at(-1).textContent"))!).ShouldBe("srv/96/file-19981.txt");

        await page.EvaluateAsync("document.getElementById('search').focus()");
        await page.TypeAsync("FILE-12345");
        (await page.TextAsync("#shown")).ShouldStartWith("1 of 20,000 files");
        (await page.TextAsync("#window .path")).ShouldBe("srv/26/file-12345.txt");
        await ShouldBeFineAsync(browser, page, file);
    }

    [LabFact]
    public async Task The_keyboard_reaches_layers_packages_and_rows()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var file = await ReportAsync(
            workspace,
            [("usr/lib/node_modules/one/index.js", new string('1', 9000)), ("usr/lib/node_modules/two/index.js", new string('2', 5000)), ("usr/lib/node_modules/two/more.js", "2")],
            [("srv/app", "app")]);
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        await TabToAsync(page, $"{Focused}.closest('#layer-list')");
        await page.PressAsync("Enter");
        (await page.TextAsync("#shown")).ShouldStartWith("1 of 4 files");
        ((string?)await page.EvaluateAsync($"{Focused}.getAttribute('aria-pressed')")).ShouldBe("true");
        await page.PressAsync("Enter");
        (await page.TextAsync("#shown")).ShouldStartWith("4 of 4 files");

        await TabToAsync(page, $"{Focused}.closest('#map')");
        await page.PressAsync("ArrowRight");
        ((string?)await page.EvaluateAsync($"{Focused}.getAttribute('aria-label')")).ShouldBe("two, 5.0 kB, 2 files");
        await page.PressAsync("Enter");
        (await page.TextAsync("#shown")).ShouldStartWith("2 of 4 files");
        await page.PressAsync("Escape");
        (await page.TextAsync("#shown")).ShouldStartWith("4 of 4 files");
        await TabToAsync(page, $"{Focused}.id === 'rows'");
    }

    [LabFact]
    public async Task On_paper_it_has_the_largest_files()
    {
        using var workspace = TestWorkspace.Create().WithPackage();
        var file = await ReportAsync(workspace, Enumerable.Range(0, 500).Select(i => ($"srv/{i}.txt", new string('x', i + 1))));
        await using var browser = await Chromium.StartAsync();
        await using var page = await browser.OpenAsync(file);

        await page.EvaluateAsync("addEventListener('beforeprint', () => window.printed = document.querySelectorAll('#window tr').length)");
        var paper = await page.PrintAsync();

        paper.AsSpan(0, 4).SequenceEqual("%PDF"u8).ShouldBeTrue();
        ((int)(await page.EvaluateAsync("window.printed"))!).ShouldBe(200);
        page.Complaints.ShouldBeEmpty();
    }

    /// <summary>Of an archive that was not made here; nothing is compiled for it.</summary>
    private static async Task<string> ReportAsync(TestWorkspace workspace, params IReadOnlyList<IEnumerable<(string Name, string Content)>> layers)
    {
        SavedArchive.Write(workspace.PathOf("other.tar"), layers);
        return await ReportAsync(workspace, "../other.tar");
    }

    private static async Task<string> ReportAsync(TestWorkspace workspace, string image)
    {
        var project = workspace.Console().Sdk(PackedPackage.Name, PackedPackage.Version).Save();
        var result = await project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeReport", $"-p:ContainerizeReportImage={image}");
        result.ShouldSucceed();
        return Directory.GetFiles(workspace.PathOf("App/obj/containerize"), "report-*.html").ShouldHaveSingleItem(result.Text);
    }

    /// <summary>Nothing in the console, nothing asked of the network, and nothing that axe finds, in light and in dark, on a desk and on a telephone.</summary>
    private static async Task ShouldBeFineAsync(Chromium browser, Page light, string file)
    {
        var axe = await Axe.FindAsync();
        (await light.AskAxeAsync(axe)).ShouldBeEmpty();
        await using var dark = await browser.OpenAsync(file, "dark");
        await dark.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        await dark.ResizeAsync(400, 800);
        await dark.DrawnAsync();
        (await dark.AskAxeAsync(axe)).ShouldBeEmpty();
        foreach (var page in new[] { light, dark })
        {
            page.Complaints.ShouldBeEmpty();
            page.Requests.Where(address => !address.StartsWith("data:", StringComparison.Ordinal)).ShouldBe([new Uri(file).AbsoluteUri]);
        }
    }

    private static async Task TabToAsync(Page page, string condition)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.PressAsync("Tab");
            if ((bool)(await page.EvaluateAsync($"Boolean({condition})"))!)
            {
                return;
            }
        }

        Assert.Fail($"Tab does not lead to {condition}.");
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
