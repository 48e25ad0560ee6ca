using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A report comes with a publish, alone, or of an image that is there already.</summary>
public sealed partial class ReportTests
{
    private const string Place = "App/obj/Release/net10.0/containerize/report.html";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Sets("ContainerizeReport")]
    public async Task With_a_publish_it_is_of_the_image_and_of_what_moved_since_the_one_before()
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        var project = workspace.Console().ByReference().WithStablePackage().ItemProjectReference(workspace.Library().Save())
            .File("Program.cs", "System.Console.WriteLine(Shared.Greeting.Text);");
        project.Save();

        var first = await publisher.PublishAsync(project, "-p:ContainerizeReport=true");
        var before = ImageOf(workspace.Read(Place));
        project.File("Program.cs", "System.Console.WriteLine(Shared.Greeting.Text + 1);");
        var second = await publisher.PublishAsync(project, "-p:ContainerizeReport=true", "-p:DebugType=none");
        var after = ImageOf(workspace.Read(Place));

        first.ShouldSucceed().Warnings.ShouldBeEmpty();
        first.Lines.Count(line => line.Trim() == $"report     {workspace.PathOf(Place)}").ShouldBe(1, first.Text);
        Classes(before).ShouldBe(["base", "base", "host", "packages", "projects", "app"]);
        before["digest"]!.GetValue<string>().ShouldBe((await FirstDigestAsync(publisher, first)));
        before["changes"].ShouldBeNull();
        second.ShouldSucceed();
        after["changes"]!["files"]!.AsArray().Select(file => (string)file![0]!).ShouldContain("app/App.dll");
        after["changes"]!["files"]!.AsArray().Select(file => (string)file![0]!).ShouldNotContain($"app/{TestPackages.StableFile}");
        Data(workspace.Read(Place))["command"]!.GetValue<string>()
            .ShouldBe($"dotnet publish App.csproj -p:ContainerImage=true -p:ContainerizeBaseRegistry={publisher.Registry.Host} -p:ContainerRegistry={publisher.Registry.Host}");
    }

    [Theory]
    [InlineData("build")]
    [InlineData("publish")]
    public async Task Alone_it_is_of_what_would_be_made_and_nothing_is(string verb)
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference()
            .Property("ContainerImage", "true")
            .Property("ContainerRegistry", publisher.Registry.Host)
            .Property("ContainerizeBaseRegistry", publisher.Registry.Host);
        project.Save();

        var result = await publisher.Workspace.Dotnet.RunAsync([verb, project.FullPath, "-t:ContainerizeReport"], Cancellation);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        publisher.Registry.Requests.All.ShouldNotContain(request => request.Method != "GET" && request.Method != "HEAD");
        result.Lines.Count(line => line.Trim() == $"report     {publisher.Workspace.PathOf(Place)}").ShouldBe(1, result.Text);
        var page = publisher.Workspace.Read(Place);
        Classes(ImageOf(page)).ShouldBe(["base", "base", "host", "app"]);
        Data(page)["state"]!.GetValue<string>().ShouldStartWith("Planned: nothing has been made of it yet.");
        ImageOf(page)["layers"]![0]!["files"]!.AsArray().Select(file => (string)file![0]!).ShouldBe(["etc/group", "etc/passwd"]);
    }

    [Fact]
    [Sets("ContainerizeReportImage")]
    public async Task Of_an_image_that_is_there_it_is_written_without_compiling_anything()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference();
        project.Save();
        var name = $"{publisher.Registry.Host}/dotnet/aspnet:10.0";

        var result = await project.TryBuildAsync(Cancellation, "-t:ContainerizeReport", $"-p:ContainerizeReportImage={name}");

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        var file = publisher.Workspace.PathOf($"App/obj/containerize/report-{publisher.Registry.Host.Replace(':', '-')}-dotnet-aspnet-10.0.html");
        result.Lines.Count(line => line.Trim().StartsWith($"App -> {file} (2 layers, 3 files, ", StringComparison.Ordinal)).ShouldBe(1, result.Text);
        Directory.Exists(publisher.Workspace.PathOf("App/bin")).ShouldBeFalse();
        var page = await File.ReadAllTextAsync(file, Cancellation);
        ImageOf(page)["layers"]!.AsArray().Select(layer => (string)layer!["maker"]!).ShouldBe(["ADD rootfs.tar /", "COPY /dotnet /usr/share/dotnet"]);
        Data(page)["title"]!.GetValue<string>().ShouldBe(name);
    }

    [Fact]
    public async Task The_same_image_gives_the_same_bytes()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference();
        project.Save();
        (await publisher.PublishAsync(project)).ShouldSucceed();

        (await publisher.PublishAsync(project, "-p:ContainerizeReport=true")).ShouldSucceed();
        var first = publisher.Workspace.Read(Place);
        (await publisher.PublishAsync(project, "-p:ContainerizeReport=true", "--no-build")).ShouldSucceed();

        publisher.Workspace.Read(Place).ShouldBe(first);
    }

    [Fact]
    public async Task Of_several_platforms_each_is_in_it()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference();
        project.Save();

        string[] asking = ["-p:ContainerRuntimeIdentifiers=\"linux-x64;linux-arm64\"", "-p:ContainerizeReport=true"];
        (await publisher.PublishAsync(project, asking)).ShouldSucceed();
        (await publisher.PublishAsync(project, [.. asking, "--no-build"])).ShouldSucceed();

        var images = Data(publisher.Workspace.Read(Place))["images"]!.AsArray();
        images.Select(image => (string)image!["platform"]!).ShouldBe(["linux/amd64", "linux/arm64/v8"]);
        images.ShouldAllBe(image => image!["changes"]!["kept"]!.AsArray().Count == image["layers"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("nothing/here:1", "CTZ5013")]
    [InlineData("Not a name", "CTZ1111")]
    [InlineData("nothing.tar", "CTZ5013")]
    [InlineData("oci:nothing", "CTZ5013")]
    public async Task What_cannot_be_read_is_one_error_with_a_code(string image, string code)
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference();
        project.Save();
        var name = image.StartsWith("nothing/", StringComparison.Ordinal) ? $"{publisher.Registry.Host}/{image}" : image;

        var result = await project.TryBuildAsync(Cancellation, "-t:ContainerizeReport", $"-p:ContainerizeReportImage={name}");

        result.Succeeded.ShouldBeFalse(result.Text);
        result.Errors.Distinct().ShouldHaveSingleItem(result.Text).Code.ShouldBe(code);
    }

    [Fact]
    public async Task Of_a_library_there_is_none()
    {
        using var workspace = TestWorkspace.Create().WithPackage();

        var result = await workspace.Library().ByReference().TryBuildAsync(Cancellation, "-t:ContainerizeReport");

        result.Succeeded.ShouldBeFalse(result.Text);
        result.Errors.Distinct().ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1111");
    }

    private static async Task<string> FirstDigestAsync(Publisher publisher, DotnetResult result)
    {
        var told = Digest().Match(result.Text).Value;
        (await publisher.ImageAsync(reference: told)).ShouldNotBeNull();
        return told;
    }

    private static IEnumerable<string> Classes(JsonNode image) => image["layers"]!.AsArray().Select(layer => (string)layer!["class"]!);

    private static JsonNode ImageOf(string page) => Data(page)["images"]![0]!;

    private static JsonNode Data(string page) => JsonNode.Parse(Json().Match(page).Groups["text"].Value)!;

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Json();

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digest();
}
