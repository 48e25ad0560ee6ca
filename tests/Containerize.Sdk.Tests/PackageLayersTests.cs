using System.Xml.Linq;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Layers of packages that are made while the project is being compiled.</summary>
public sealed class PackageLayersTests : IAsyncLifetime
{
    private const string Told = " of packages made while the project was compiled";

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync() => publisher = await Publisher.StartAsync();

    public async ValueTask DisposeAsync() => await publisher.DisposeAsync();

    private string Cache => $"-p:ContainerizeCacheDirectory={publisher.Workspace.PathOf("cache")}";

    [Fact]
    public async Task Only_a_first_publish_makes_them_early_and_the_image_is_the_same()
    {
        var project = App();
        var first = await PublishAsync(project);
        var image = await publisher.ImageAsync();

        var second = await PublishAsync(project);
        var elsewhere = await PublishAsync(project, "-p:ContainerRepository=plain", $"-p:ContainerizeCacheDirectory={publisher.Workspace.PathOf("other")}", "--no-build");

        first.ShouldContain(Told);
        second.ShouldNotContain(Told);
        elsewhere.ShouldNotContain(Told);
        image.ClassOf("app/BouncyCastle.Cryptography.dll").ShouldBe("packages");
        (await publisher.ImageAsync("plain")).Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task An_agent_with_an_empty_cache_takes_over_what_the_image_under_the_tag_has()
    {
        var project = App();
        await PublishAsync(project);
        publisher.Registry.Requests.Clear();

        var output = await PublishAsync(project, $"-p:ContainerizeCacheDirectory={publisher.Workspace.PathOf("agent")}");

        output.ShouldNotContain(Told);
        publisher.Registry.Requests.Of("POST", "/v2/*").ShouldBeEmpty();
        publisher.Registry.Requests.Of("GET", "/v2/app/blobs/*").Count.ShouldBeGreaterThan(1, "its layers");
    }

    /// <summary>Nothing relies on what the build says of its files.</summary>
    [Fact]
    public async Task What_a_target_makes_of_a_package_s_file_is_what_the_image_has()
    {
        var project = App().Target("Patch", "CopyFilesToPublishDirectory", new XElement(
            "WriteLinesToFile", new XAttribute("File", "$(PublishDir)MimeKit.dll"), new XAttribute("Lines", "patched"), new XAttribute("Overwrite", "true")));

        (await PublishAsync(project)).ShouldContain(Told);

        (await publisher.ImageAsync()).Files["app/MimeKit.dll"].Text.Trim().ShouldBe("patched");
    }

    [Fact]
    public async Task Of_a_project_that_does_not_compile_nothing_is_sent_and_nothing_torn_is_left()
    {
        var project = App().File("Broken.cs", "class Broken {");

        var result = await publisher.PublishAsync(project, Cache);

        result.ExitCode.ShouldNotBe(0);
        result.Text.ShouldContain("error CS");
        publisher.Registry.Requests.Of("POST", "/v2/*").ShouldBeEmpty();
        publisher.Workspace.FilesBelow("cache").Where(file => Path.GetFileName(file).StartsWith(".tmp-", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-p:ContainerizeLayering=single")]
    [InlineData("-p:ContainerizeCompression=none", true)]
    [InlineData("-p:PublishSingleFile=true")]
    public async Task Where_packages_have_no_layers_of_their_own_none_are_made(string property, bool areMade = false)
    {
        (await PublishAsync(App(), property)).Contains(Told, StringComparison.Ordinal).ShouldBe(areMade);

        await publisher.ImageAsync();
    }

    /// <summary>MimeKit and what it stands on are more than 10 MB.</summary>
    private ProjectCreator App() => publisher.Workspace.Console().ByReference().ItemPackageReference("MailKit", "4.18.2");

    private async Task<string> PublishAsync(ProjectCreator project, params string[] arguments)
        => (await publisher.PublishAsync(project, [Cache, .. arguments, "-v:detailed"])).ShouldSucceed().Text;
}
