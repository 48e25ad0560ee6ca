using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A publish of a whole solution reaches projects that are no programs.</summary>
public sealed class SolutionTests
{
    [RanInto("one name for several projects", "ContainerRepository on the command line of a solution: each image took the place of the one before", "CTZ1118 before anything is pushed")]
    [Theory]
    [InlineData("-p:ContainerRepository=acme/two")]
    [InlineData("-p:ContainerArchiveOutputPath=../all.tar")]
    [InlineData("-p:ContainerLayoutOutputPath=../images")]
    public async Task Two_projects_with_one_name_are_an_error_before_anything_is_pushed(string argument)
    {
        await using var publisher = await Publisher.StartAsync();
        Two(publisher.Workspace);

        // One node: the second project is not begun before the first is published.
        var result = await PublishAsync(publisher, "-m:1", argument);

        result.Succeeded.ShouldBeFalse();
        result.Errors.ShouldAllBe(error => error.Code == "CTZ1118", result.Text);
        result.Errors[0].Text.ShouldContain("Api.csproj and ");
        result.Errors[0].Text.ShouldContain("Shop.csproj");
        publisher.Registry.Store.Repositories.ShouldNotContain("acme/two");
        publisher.Workspace.FilesBelow(".").ShouldNotContain(file => file == "all.tar" || file.StartsWith("images/", StringComparison.Ordinal));
    }

    [RanInto("half of a solution's images", "dotnet publish of a solution in which one project does not compile: the others' images were pushed", "CTZ1128, and no image is named; ContainerizePartial=true names those that build")]
    [Theory]
    [InlineData("-m:1", "")]
    [InlineData("-m:3", "")]
    [InlineData("-m:3", "-p:ContainerizePartial=true")]
    [Sets("ContainerizePartial")]
    public async Task Where_one_project_does_not_compile_no_image_of_the_solution_is_named(string nodes, string partial)
    {
        await using var publisher = await Publisher.StartAsync();
        Two(publisher.Workspace);
        publisher.Workspace.Write("Shop/Broken.cs", "class Broken {");

        var result = await PublishAsync(publisher, partial.Length > 0 ? [nodes, partial] : [nodes]);

        result.Succeeded.ShouldBeFalse();
        string[] expected = partial.Length > 0 ? ["CS1513"] : ["CS1513", "CTZ1128"];
        result.Errors.Select(error => error.Code).ShouldBe(expected, ignoreOrder: true, result.Text);
        publisher.Registry.Store.Repositories.Contains("api").ShouldBe(partial.Length > 0);
        publisher.Registry.Store.Repositories.ShouldNotContain("shop");
    }

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    [InlineData("-mt")]
    public async Task Projects_that_are_asked_while_they_compile_are_built_once_and_published(string nodes)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The slow step is a shell's.");
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        string[] slow = ["Api", "Shop", "Web"];
        foreach (var name in slow)
        {
            workspace.Console(name).ByReference().Save();

            // While another project is built for it, its node builds a third.
            workspace.Write($"{name}/Directory.Build.targets", """
                <Project>
                  <Target Name="Wait" BeforeTargets="CoreCompile"><MSBuild Projects="../Slow.proj" Properties="For=$(MSBuildProjectName)" /></Target>
                  <Target Name="Count" AfterTargets="CoreCompile"><Exec Command="echo compiled &gt;&gt; compiled.txt" /></Target>
                </Project>
                """);
        }

        workspace.Write("Slow.proj", """<Project><Target Name="Slow"><Exec Command="sleep 3" /></Target></Project>""");
        workspace.Console("Quick").ByReference().Save();
        workspace.Write("Two.slnx", $"""
            <Solution>
              <Project Path="Quick/Quick.csproj" />
            {string.Join(Environment.NewLine, slow.Select(name => $"""  <Project Path="{name}/{name}.csproj" />"""))}
            </Solution>
            """);

        (await PublishAsync(publisher, nodes)).ShouldSucceed();

        publisher.Registry.Store.Repositories.Where(name => !name.StartsWith("dotnet/", StringComparison.Ordinal)).ShouldBe(["api", "quick", "shop", "web"], ignoreOrder: true);
        slow.Select(name => File.ReadAllLines(workspace.PathOf($"{name}/compiled.txt")).Length).ShouldAllBe(times => times == 1);
    }

    [Fact]
    [Sets("ContainerRepositoryPrefix")]
    public async Task A_prefix_names_each_project_for_its_assembly()
    {
        await using var publisher = await Publisher.StartAsync();
        Two(publisher.Workspace);

        (await PublishAsync(publisher, "-p:ContainerRepositoryPrefix=acme/team/")).ShouldSucceed();

        publisher.Registry.Store.Repositories.Where(name => !name.StartsWith("dotnet/", StringComparison.Ordinal)).ShouldBe(["acme/team/api", "acme/team/shop"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    public async Task In_a_build_of_another_kind_the_second_of_two_with_one_name_is_stopped(string nodes)
    {
        await using var publisher = await Publisher.StartAsync();
        // On its own: a project that was read before its restore has no package.
        (await publisher.Workspace.Dotnet.RunAsync(["restore", Two(publisher.Workspace)], TestContext.Current.CancellationToken)).ShouldSucceed();
        publisher.Workspace.Write("All.proj", """
            <Project>
              <Target Name="Both"><MSBuild Projects="Api/Api.csproj;Shop/Shop.csproj" Targets="Publish" BuildInParallel="true" /></Target>
            </Project>
            """);

        var result = await publisher.Workspace.Dotnet.RunAsync(
            ["msbuild", publisher.Workspace.PathOf("All.proj"), "-t:Both", nodes, "-p:ContainerRepository=acme/two", "-p:_IsPublishing=true", .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.Errors.ShouldHaveSingleItem(result.Text).Code.ShouldBe("CTZ1118");
        publisher.Registry.Requests.Of("PUT", "/v2/acme/two/manifests/latest").ShouldHaveSingleItem();
    }

    private static string Two(TestWorkspace workspace)
    {
        workspace.Console("Shop").ByReference().Save();
        workspace.Console("Api").ByReference().Save();
        workspace.Write("Two.slnx", """
            <Solution>
              <Project Path="Shop/Shop.csproj" />
              <Project Path="Api/Api.csproj" />
            </Solution>
            """);
        return workspace.PathOf("Two.slnx");
    }

    private static Task<DotnetResult> PublishAsync(Publisher publisher, params string[] arguments)
        => publisher.Workspace.Dotnet.RunAsync(["publish", publisher.Workspace.PathOf("Two.slnx"), .. publisher.ImageArguments, .. arguments], TestContext.Current.CancellationToken);

    [Fact]
    public async Task Each_program_of_a_solution_is_published_once_and_libraries_and_tests_are_passed_over()
    {
        await using var publisher = await Publisher.StartAsync();
        var workspace = publisher.Workspace;
        var library = workspace.Library().ByReference().Save();
        workspace.Console("Shop").ByReference().ItemProjectReference(library).Save();
        workspace.Web("Api").ByReference().ItemProjectReference(library).Save();
        workspace.Console("Checks").ByReference().Property("IsTestProject", "true").ItemProjectReference(library).Save();
        workspace.Write("All.slnx", """
            <Solution>
              <Project Path="Shared/Shared.csproj" />
              <Project Path="Shop/Shop.csproj" />
              <Project Path="Api/Api.csproj" />
              <Project Path="Checks/Checks.csproj" />
            </Solution>
            """);

        var log = workspace.PathOf("build.binlog");
        var result = await workspace.Dotnet.RunAsync(["publish", workspace.PathOf("All.slnx"), "-m:2", $"-bl:{log}", .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        publisher.Registry.Store.Repositories.Except(["dotnet/aspnet", "dotnet/runtime", "dotnet/runtime-deps"]).ShouldBe(["api", "shop"]);
        foreach (var repository in new[] { "api", "shop" })
        {
            var image = await publisher.ImageAsync(repository);
            image.ClassOf("app/Shared.dll").ShouldBe("projects");
            publisher.Registry.Requests.Of("PUT", $"/v2/{repository}/manifests/latest").ShouldHaveSingleItem();
        }

        var build = Binlog.Read(log);
        build.RunsOfTask("PublishContainerImage").ShouldBe(2);

        // What all want to know of all is found out once.
        build.RunsOfTask("ListSolutionProjects").ShouldBe(1);
        result.Lines.ShouldNotContain(line => line.Contains("Shared ->", StringComparison.Ordinal) && line.Contains(publisher.Registry.Host, StringComparison.Ordinal));
    }
}
