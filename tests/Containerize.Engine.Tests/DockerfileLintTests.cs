using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Engine;

/// <summary>What readers that share no code with us say about the text of our Dockerfiles, of every profile.</summary>
public sealed class DockerfileLintTests
{
    [LabFact]
    public async Task The_referee_finds_a_fault_where_there_is_one()
    {
        using var folder = TestWorkspace.Create();
        var bad = folder.PathOf("Dockerfile");
        await File.WriteAllTextAsync(bad, "FROM debian:13 AS final\nRUN a && \\\n\n    b\nEXPOSE http\nCMD [\"a\"]\nCMD [\"b\"]\n", TestContext.Current.CancellationToken);

        var lines = (await DockerfileLint.RunAsync(bad)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => line[..(line.IndexOf(": ", StringComparison.Ordinal) + 1)]).Distinct(StringComparer.Ordinal)
            .ShouldBe([$"{bad}:3:", $"{bad}:5:", $"{bad}:6:"], ignoreOrder: true);
    }

    [LabFact]
    public async Task So_does_the_builders_own()
    {
        using var folder = TestWorkspace.Create();
        folder.Write("Dockerfile", $"FROM {TheLab.Registry}/dotnet/aspnet:10.0 AS final\nEXPOSE 80/TCP\nUSER $NOBODY\nCMD a\n");

        var answer = await BuildCheck.RunAsync(folder.PathOf("Dockerfile"));

        foreach (var rule in new[] { "ExposeProtoCasing", "UndefinedVar", "JSONArgsRecommended" })
        {
            answer.ShouldContain(rule);
        }
    }

    /// <summary>The unit tests see to it that these are what our writer writes.</summary>
    [LabFact]
    public async Task They_find_none_in_what_we_write()
    {
        var written = Directory.GetFiles(Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Dockerfiles"));

        written.Length.ShouldBe(2);
        (await DockerfileLint.RunAsync(written)).ShouldBeEmpty();
        (await BuildCheck.RunAsync(written)).ShouldBeEmpty();
    }

    /// <summary>The package's tests see to it that these are what is generated.</summary>
    [LabFact]
    public async Task They_find_none_in_what_is_generated_for_projects_of_every_shape()
    {
        var generated = Directory.GetFiles(Path.Join(PackedPackage.RepositoryRoot, "tests", "Containerize.TestKit", "Dockerfiles", "Generated"), "*.Dockerfile");

        generated.ShouldNotBeEmpty();
        (await DockerfileLint.RunAsync(generated)).ShouldBeEmpty();
        (await BuildCheck.RunAsync(generated)).ShouldBeEmpty();
    }

    [LabFact]
    public async Task A_file_that_is_not_there_is_no_clean_one()
        => await Should.ThrowAsync<InvalidOperationException>(() => DockerfileLint.RunAsync("/nonexistent/Dockerfile"));
}
