using System.IO.Compression;
using System.Text.RegularExpressions;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The package as a gallery shows it to people who have nothing else.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const string Address = "https://git.example.com/acme/containerize";

    private readonly ZipArchive package = ZipFile.OpenRead(Directory.GetFiles(PackedPackage.Folder, $"{PackedPackage.Name}.{PackedPackage.Version}.nupkg").Single());

    [RanInto("no way to a page", "the README of the package, whose links were relative", "links to where the pages are, if that is known; else the names of the pages, which are in the package")]
    [Fact]
    public void The_readme_has_no_link_that_leads_nowhere()
        => Links(Read("README.md")).ShouldAllBe(link => link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith('#'));

    [Fact]
    public void Every_page_is_in_the_package()
    {
        var names = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);

        names.ShouldContain("docs/errors/CTZ1003.md");
        foreach (Match page in PageName().Matches(Read("README.md")))
        {
            names.ShouldContain(page.Value);
        }
    }

    [Fact]
    public void The_licences_of_what_it_ships_are_in_it()
    {
        package.Entries.Any(entry => entry.Name == "ZstdSharp.dll").ShouldBeTrue();

        Read("THIRD-PARTY-NOTICES.txt").ShouldContain("Oleg Stepanischev");
    }

    [Fact]
    public async Task Whoever_packs_it_says_where_it_can_be_read()
    {
        using var workspace = TestWorkspace.Create();
        var (readme, addresses) = (workspace.PathOf("README.md"), workspace.PathOf("Addresses.props"));

        var result = await workspace.Dotnet.RunAsync(
            [
                "msbuild", Path.Join(PackedPackage.Folder, "../../src/Containerize.Sdk/Containerize.Sdk.csproj"), "-t:WriteReadme,WriteAddresses", $"-p:RepositoryUrl={Address}.git",
                $"-p:PackedReadme={readme}", $"-p:PackedAddresses={addresses}", "-p:RepositoryCommit=0123456", "-getProperty:PackageProjectUrl,RepositoryType",
            ],
            TestContext.Current.CancellationToken);

        result.ShouldSucceed().Text.ShouldContain($"\"PackageProjectUrl\": \"{Address}\"");
        result.Text.ShouldContain("\"RepositoryType\": \"git\"");
        Links(File.ReadAllText(readme)).ShouldContain($"{Address}/blob/0123456/docs/properties.md");
        File.ReadAllText(addresses).ShouldContain($"{Address}/blob/0123456/docs/errors/CODE.md");
    }

    public void Dispose() => package.Dispose();

    private static IEnumerable<string> Links(string text) => Link().Matches(Code().Replace(text, string.Empty)).Select(match => match.Groups["target"].Value);

    private string Read(string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w/])docs/[\w/-]+\.md", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PageName();
}
