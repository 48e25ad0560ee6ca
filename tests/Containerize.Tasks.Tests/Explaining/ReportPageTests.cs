using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Explaining;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Explaining;

/// <summary>The file itself. What browsers make of it, the engine tests see.</summary>
public sealed partial class ReportPageTests
{
    private static readonly string[] Hostile = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "a\u2028b\u2029c", "{{data}}{{script}}", "\"',&\u0000\u001b"];

    [Fact]
    public async Task Names_that_are_markup_stay_names()
    {
        var page = await WriteAsync(Hostile);

        foreach (var part in new[] { "<script>alert", "<img", "\u2028", "\u2029" })
        {
            page.ShouldNotContain(part);
        }

        Scripts().Matches(page).Select(script => script.Groups["type"].Value).ShouldBe([" type=\"application/json\" id=\"data\"", ""]);
        var image = Data(page)["images"]![0]!;
        image["layers"]![0]!["files"]!.AsArray().Select(file => (string)file![0]!).ShouldBe(Hostile);
        image["layers"]![0]!["maker"]!.GetValue<string>().ShouldBe(Excerpt(Hostile[0]));
        ((string)Data(page)["title"]!).ShouldBe(Hostile[0]);
    }

    [Fact]
    public async Task The_title_is_text_whatever_it_is()
        => Title().Match(await WriteAsync(Hostile)).Groups["text"].Value.ShouldBe("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;: image report");

    [Fact]
    public async Task Equal_explanations_are_equal_bytes()
        => (await WriteAsync(Hostile)).ShouldBe(await WriteAsync(Hostile));

    [Fact]
    public async Task The_browser_runs_the_pages_own_style_and_script_and_asks_for_nothing()
    {
        var page = await WriteAsync(["a"]);

        var policy = Policy().Match(page).Groups["policy"].Value;
        policy.ShouldBe($"default-src 'none'; style-src {Hash(Style().Match(page).Groups["text"].Value)}; script-src {Hash(Scripts().Matches(page)[1].Groups["text"].Value)}; "
            + "img-src data:; base-uri 'none'; form-action 'none'");
        foreach (var part in new[] { "http:", "https:", "url(", "@import", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function", " style=", " onclick" })
        {
            page.ShouldNotContain(part);
        }
    }

    [Fact]
    public async Task A_variable_that_is_named_like_a_secret_is_not_passed_on()
    {
        var config = ImageConfig.Parse("""{"config":{"Env":["PATH=/bin","DB_PASSWORD=hunter2"],"Labels":{"api-key":"k1","a":"b"}},"rootfs":{"type":"layers","diff_ids":[]}}"""u8, "a test");
        using var written = new MemoryStream();
        await ReportPage.WriteAsync(written, new Explanation("t", "s", "c", [new ExplainedImage(new Platform("linux", "amd64"), null, config, [])]));
        var page = Encoding.UTF8.GetString(written.ToArray());

        page.ShouldNotContain("hunter2");
        page.ShouldNotContain("k1");
        Data(page)["images"]![0]!["config"]!["environment"]!.ToJsonString().ShouldBe("""[["PATH","/bin"],["DB_PASSWORD","(not shown: it is named like a secret)"]]""");
    }

    [Fact]
    public async Task It_replaces_what_was_there_and_makes_the_folder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("obj/containerize/report.html");

        await ReportPage.WriteAsync(path, Explain(["one"]));
        await ReportPage.WriteAsync(path, Explain(["two"]));

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldContain("[\"two\",3,");
        folder.Files().ShouldBe(["obj/containerize/report.html"]);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_the_error_says_so()
    {
        using var folder = new TemporaryFolder();
        folder.Write("obj", "a file where a folder is to be");

        var error = await Should.ThrowAsync<ContainerizeException>(() => ReportPage.WriteAsync(folder.At("obj/report.html"), Explain([])));

        error.Code.ShouldBe(ErrorCodes.ResultNotWritten);
        error.Message.ShouldStartWith($"Writing the report to {folder.At("obj/report.html")}: ");
    }

    private static Explanation Explain(IReadOnlyList<string> names) => new(names is [var title, ..] ? title : "none", "State.", "dotnet publish", [
        new ExplainedImage(new Platform("linux", "amd64"), null, ImageConfig.Empty(new Platform("linux", "amd64")), [
            new ExplainedLayer(string.Empty, names is [var maker, ..] ? maker : string.Empty)
            {
                Files = [.. names.Select(name => new ExplainedFile(name, 3) { Owner = name, Reason = name, LinkTarget = name.StartsWith('{') ? name : null })],
            },
        ]),
    ]);

    private static async Task<string> WriteAsync(IReadOnlyList<string> names)
    {
        using var written = new MemoryStream();
        await ReportPage.WriteAsync(written, Explain(names));
        return Encoding.UTF8.GetString(written.ToArray());
    }

    private static JsonNode Data(string page) => JsonNode.Parse(Scripts().Matches(page)[0].Groups["text"].Value)!;

    private static string Excerpt(string text) => Containerize.Diagnostics.Wording.Excerpt.Of(text, 2000);

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    [GeneratedRegex("<script(?<type>[^>]*)>(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Scripts();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Style();

    [GeneratedRegex("<title>(?<text>.*?)</title>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Title();

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Policy();
}
