using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// What is generated for each shape of project, word for word. CONTAINERIZE_UPDATE_GOLDEN=1 writes the files anew; the change is then
/// for a reviewer to see.
/// </summary>
public sealed class DockerfileGoldenTests
{
    private static readonly string Golden = Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Dockerfiles", "Generated");

    private static readonly bool Updates = Environment.GetEnvironmentVariable("CONTAINERIZE_UPDATE_GOLDEN") == "1";

    public static TheoryData<string> Variants => [.. DockerfileVariants.Names];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task The_file_is_as_it_was_and_keeps_the_rules(string variant)
    {
        using var workspace = TestWorkspace.Create().WithPackageInside();
        var project = DockerfileVariants.Create(variant, workspace);

        var result = await project.TryBuildAsync(TestContext.Current.CancellationToken, "-t:ContainerizeDockerfile");

        // A rule that is broken would be a warning.
        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        var file = Path.Join(project.DirectoryPath, "Dockerfile");
        await CompareAsync(file, $"{variant}.Dockerfile");
        await CompareAsync(file + ".dockerignore", $"{variant}.dockerignore");
    }

    [Fact]
    public void No_file_is_left_of_a_variant_that_is_gone()
        => Directory.EnumerateFiles(Golden).Select(file => Path.GetFileName(file).Split('.')[0]).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(DockerfileVariants.Names.Order(StringComparer.Ordinal));

    private static async Task CompareAsync(string file, string name)
    {
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var golden = Path.Join(Golden, name);
        if (Updates)
        {
            Directory.CreateDirectory(Golden);
            await File.WriteAllTextAsync(golden, text, TestContext.Current.CancellationToken);
        }

        text.ShouldNotContain('\r');
        text.ShouldBe(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken));
    }
}
