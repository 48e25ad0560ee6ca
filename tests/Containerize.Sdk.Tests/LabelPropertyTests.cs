using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A program that says all that labels are made of.</summary>
public sealed class Labelled : IAsyncLifetime
{
    public const string Prefix = "org.opencontainers.image.";

    public Publisher Publisher { get; private set; } = null!;

    public ProjectCreator Project { get; private set; } = null!;

    public PulledImage Image { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        Project = Publisher.Workspace.Console().ByReference()
            .Property("ContainerDescription", "what it is")
            .Property("ContainerAuthors", "Ada; Grace")
            .Property("ContainerInformationUrl", "https://acme.example/shop")
            .Property("ContainerDocumentationUrl", "https://acme.example/docs")
            .Property("ContainerVersion", "2.1.0")
            .Property("ContainerVendor", "Acme")
            .Property("ContainerLicenseExpression", "MIT")
            .Property("ContainerTitle", "The shop")
            .Property("PublishRepositoryUrl", "true")
            .Property("PrivateRepositoryUrl", "https://github.com/acme/shop")
            .Property("SourceRevisionId", "0123456789012345678901234567890123456789")
            .ItemInclude("ContainerLabel", "team", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "checkout" });
        Image = await Publisher.PublishSoundlyAsync(Project);
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();
}

/// <summary>What of the generated labels a project can say, and which it can do without.</summary>
public sealed class LabelPropertyTests(Labelled labelled) : IClassFixture<Labelled>
{
    /// <summary>Labels without their common beginning.</summary>
    private static readonly (string Property, string[] Labels)[] Switches =
    [
        ("ContainerGenerateLabelsImageCreated", ["created"]),
        ("ContainerGenerateLabelsImageDescription", ["description"]),
        ("ContainerGenerateLabelsImageAuthors", ["authors"]),
        ("ContainerGenerateLabelsImageUrl", ["url"]),
        ("ContainerGenerateLabelsImageDocumentation", ["documentation"]),
        ("ContainerGenerateLabelsImageVersion", ["version"]),
        ("ContainerGenerateLabelsImageVendor", ["vendor"]),
        ("ContainerGenerateLabelsImageLicenses", ["licenses"]),
        ("ContainerGenerateLabelsImageTitle", ["title"]),
        ("ContainerGenerateLabelsImageSource", ["source"]),
        ("ContainerGenerateLabelsImageRevision", ["revision"]),
        ("ContainerGenerateLabelsImageBaseName", ["base.name"]),
        ("ContainerGenerateLabelsImageBaseDigest", ["base.digest"]),
        ("ContainerGenerateLabelsDotnetToolset", ["net.dot.runtime.majorminor", "net.dot.sdk.version"]),
    ];

    private PulledImage Image => labelled.Image;

    [Fact]
    [Sets(
        "ContainerDescription", "ContainerAuthors", "ContainerInformationUrl", "ContainerDocumentationUrl",
        "ContainerVersion", "ContainerVendor", "ContainerLicenseExpression", "ContainerTitle")]
    public void Each_label_says_what_its_property_says()
    {
        string[] names = ["description", "authors", "url", "documentation", "version", "vendor", "licenses", "title", "source", "revision"];

        names.Select(name => Image.Label(Labelled.Prefix + name)).ShouldBe(
        [
            "what it is", "Ada; Grace", "https://acme.example/shop", "https://acme.example/docs", "2.1.0", "Acme", "MIT", "The shop",
            "https://github.com/acme/shop", "0123456789012345678901234567890123456789",
        ]);
    }

    /// <summary>In four publishes each switch is off in a pattern of its own, so that none can do another's work.</summary>
    [Fact]
    [Sets(
        "ContainerGenerateLabelsImageCreated", "ContainerGenerateLabelsImageDescription", "ContainerGenerateLabelsImageAuthors",
        "ContainerGenerateLabelsImageUrl", "ContainerGenerateLabelsImageDocumentation", "ContainerGenerateLabelsImageVersion",
        "ContainerGenerateLabelsImageVendor", "ContainerGenerateLabelsImageLicenses", "ContainerGenerateLabelsImageTitle",
        "ContainerGenerateLabelsImageSource", "ContainerGenerateLabelsImageRevision", "ContainerGenerateLabelsImageBaseName",
        "ContainerGenerateLabelsImageBaseDigest", "ContainerGenerateLabelsDotnetToolset")]
    public async Task Each_label_has_a_switch_of_its_own()
    {
        foreach (var (_, labels) in Switches)
        {
            labels.ShouldAllBe(label => Image.Label(FullName(label)) != null);
        }

        for (var round = 0; round < 4; round++)
        {
            var off = Switches.Where((_, number) => IsOff(number, round)).Select(one => $"-p:{one.Property}=false");

            var image = await PublishAsync($"round-{round}", [.. off]);

            foreach (var (number, (property, labels)) in Switches.Index())
            {
                labels.ShouldAllBe(label => image.Label(FullName(label)) == (IsOff(number, round) ? null : Image.Label(FullName(label))), property);
            }
        }
    }

    [Fact]
    [Sets("ContainerGenerateLabels")]
    public async Task Without_generated_labels_there_are_the_projects_and_the_bases()
    {
        var image = await PublishAsync("none", "-p:ContainerGenerateLabels=false");

        image.Run["Labels"]!.AsObject().Select(label => label.Key).ShouldBe(["base.label", "team"], ignoreOrder: true);
    }

    private static bool IsOff(int number, int round) => ((number + 1) >> round & 1) == 1;

    private static string FullName(string label) => label.StartsWith("net.", StringComparison.Ordinal) ? label : Labelled.Prefix + label;

    private async Task<PulledImage> PublishAsync(string repository, params string[] arguments)
    {
        (await labelled.Publisher.PublishAsync(labelled.Project, ["--no-build", $"-p:ContainerRepository={repository}", .. arguments])).ShouldSucceed();
        return await labelled.Publisher.ImageAsync(repository);
    }
}
