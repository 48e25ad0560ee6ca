using System.Text.RegularExpressions;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles;

/// <summary>What the generated files of the profiles have in common, and what only some builders know. The package's tests see to it that they are what is generated.</summary>
public sealed partial class GoldenProfileTests
{
    private static readonly string Golden = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Dockerfiles", "Generated");

    /// <summary>Classic builders take an option that they do not know for a path or a program, and a variable that nobody set for nothing.</summary>
    private static readonly string[] OnlyInBuildKit =
        ["--mount", "--platform", "--link", "--parents", "--exclude", "--checksum", "--network", "--security", "<<", "# syntax=", "# check=", "TARGET", "BUILDPLATFORM", "DOCKER_BUILDKIT"];

    public static TheoryData<string> Plain => [.. Variants("-plain")];

    public static TheoryData<string> Others => [.. Variants("-plain").Concat(Variants("-buildkit"))];

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_plain_file_has_nothing_that_needs_BuildKit(string variant)
    {
        var text = Read(variant);

        OnlyInBuildKit.Where(part => text.Contains(part, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>So what stays cached, and which layers there are, holds for one as for the other.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void Profiles_differ_in_options_and_have_the_same_instructions_in_the_same_order(string variant)
        => Instructions(variant).ShouldBe(Instructions(variant[..variant.LastIndexOf('-')]));

    private static IEnumerable<string> Variants(string profile)
        => Directory.EnumerateFiles(Golden, $"*{profile}.Dockerfile").Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal);

    private static string[] Instructions(string variant)
        => [.. Option().Replace(Continued().Replace(Read(variant), " "), string.Empty).Split('\n').Where(line => line.Length > 0 && line[0] != '#' && line != "ARG TARGETARCH")];

    private static string Read(string variant) => File.ReadAllText(Path.Join(Golden, variant + ".Dockerfile"));

    [GeneratedRegex(@" \\\n +")]
    private static partial Regex Continued();

    [GeneratedRegex(@" (--mount=\S+|--link|--platform=\S+|-a \$TARGETARCH|-r ""\$\([^)]*\)"")")]
    private static partial Regex Option();
}
