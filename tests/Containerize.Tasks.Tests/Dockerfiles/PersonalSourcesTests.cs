using Containerize.Dockerfiles;
using Containerize.Generating;
using Containerize.Host;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

public sealed class PersonalSourcesTests : IDisposable
{
    private const string Settings = "home/.nuget/NuGet/NuGet.Config";

    private readonly TemporaryFolder folder = new();

    public PersonalSourcesTests()
    {
        Restored("Acme.Money", "https://feed.example/v3/index.json");
        folder.Write(Settings, Config("<add key='nuget.org' value='https://everyone.example/' /><add key='acme' value='https://feed.example/v3/index.json/' />"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_package_from_a_source_that_only_the_user_has_is_told()
        => Find("<add key='other' value='https://other.example/' />").ShouldBe([(new NuGetSource("acme", "https://feed.example/v3/index.json/"), "Acme.Money 1.0.0", folder.At(Settings))]);

    [Theory]
    [InlineData("<clear />", "the repository has all that counts")]
    [InlineData("<add key='theirs' value='https://feed.example/v3/index.json' />", "the repository has the source under another name")]
    public void A_repository_that_says_where_its_packages_are_is_complete(string sources, string why) => Find(sources).ShouldBeEmpty(why);

    [Fact]
    public void The_source_that_everybody_has_is_none_of_ones_own()
    {
        Restored("Acme.Money", "https://everyone.example/");

        Find(string.Empty).ShouldBeEmpty();
    }

    [Fact]
    public void A_source_that_brought_nothing_is_no_matter()
    {
        Restored("Acme.Money", "/repo/packages");

        Find(string.Empty).ShouldBeEmpty();
    }

    [Fact]
    public void Before_a_restore_nothing_is_known()
    {
        File.Delete(folder.At("obj/project.assets.json"));

        Find(string.Empty).ShouldBeEmpty();
    }

    private static string Config(string sources) => $"<configuration><packageSources>{sources}</packageSources></configuration>";

    private IReadOnlyList<(NuGetSource Source, string Package, string File)> Find(string sources)
    {
        var host = new HostEnvironment(_ => null, folder.At("home"));
        return [.. new PersonalSources(host).Find([folder.Write("repo/nuget.config", Config(sources))], folder.At("obj/project.assets.json"))];
    }

    private void Restored(string package, string source)
    {
        folder.Write($"packages/{package}/1.0.0/.nupkg.metadata", $$"""{"version": 2, "source": "{{source}}"}""");
        folder.Write("obj/project.assets.json", $$"""
            {"packageFolders": {"{{folder.At("packages/").Replace("\\", "/", StringComparison.Ordinal)}}": {} },
             "libraries": {"{{package}}/1.0.0": {"type": "package", "path": "{{package}}/1.0.0"}, "Lib/1.0.0": {"type": "project"} } }
            """);
    }
}
