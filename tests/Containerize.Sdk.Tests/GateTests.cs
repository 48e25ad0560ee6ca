using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>Which projects become images when they are published by themselves, and which publishes make images.</summary>
public sealed class GateTests(BuiltProgram program) : IClassFixture<BuiltProgram>
{
    [RanInto("a project that gets no image", "a test program on Microsoft.Testing.Platform, published with ContainerImage=true", "no image, and CTZ1003 says why")]
    [RanInto("a project that gets no image", "a library, the only project named, published with ContainerImage=true", "CTZ1003 says why there is no image")]
    [RanInto("a project that gets no image", "EnableSdkContainerSupport=false, an Aspire app host", "no image, and CTZ1003 says why")]
    [Theory]
    [InlineData("holds tests", "-p:IsTestProject=true")]
    [InlineData("holds tests", "-p:IsTestingPlatformApplication=true")]
    [InlineData("holds tests", "-p:XunitTestProject=true")]
    [InlineData("Aspire app host", "-p:IsAspireHost=true", "-p:AspireHostingSDKVersion=13.0.0")]
    [InlineData("EnableSdkContainerSupport is false", "-p:EnableSdkContainerSupport=false")]
    [InlineData("IsPublishable is false", "-p:IsPublishable=false")]
    [InlineData("OutputType is 'Library'", "-p:OutputType=Library")]
    [InlineData("windows for a desktop", "-p:UseWinUI=true")]
    public async Task A_project_that_was_named_and_is_passed_over_says_why(string reason, params string[] arguments)
    {
        var result = await program.Publisher.PublishAsync(program.Project, ["--no-build", "-p:ContainerRepository=none", .. arguments]);

        var warning = result.ShouldSucceed().Warnings.ShouldHaveSingleItem(result.Text);
        warning.Code.ShouldBe("CTZ1003");
        warning.Text.ShouldContain("App gets none, because");
        warning.Text.ShouldContain(reason);
        program.Publisher.Registry.Store.Tags("none").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_its_packages_take_for_a_test_program_is_none_if_the_project_says_so()
    {
        var result = await program.Publisher.PublishAsync(
            program.Project, "--no-build", "-p:ContainerRepository=nevertheless", "-p:IsTestingPlatformApplication=true", "-p:IsTestProject=false");

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        (await program.Publisher.ImageAsync("nevertheless")).Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
    }

    [RanInto("a value that is neither true nor false", "ContainerImage=acme/shop:1, ContainerImage=1, ContainerImage=yes", "CTZ1111, which says where the name goes; before, no image and exit code 0")]
    [RanInto("a value that is neither true nor false", "ContainerizePlan=yes, ContainerGenerateLabels=no", "CTZ1111 names the property")]
    [Theory]
    [InlineData("ContainerImage", "1")]
    [InlineData("ContainerImage", "yes")]
    [InlineData("ContainerImage", "acme/shop:1")]
    [InlineData("ContainerImage", "it's")]
    [InlineData("ContainerizePlan", "yes")]
    [InlineData("ContainerGenerateLabels", "no")]
    [InlineData("ContainerizeDockerfileVerify", "1")]
    public async Task What_is_neither_true_nor_false_is_an_error(string property, string value)
    {
        var result = await program.Publisher.PublishAsync(program.Project, "--no-build", "-p:ContainerRepository=neither", $"-p:{property}={value}");

        result.ExitCode.ShouldNotBe(0, result.Text);
        var error = result.Errors.ShouldHaveSingleItem(result.Text);
        error.Code.ShouldBe("CTZ1111");
        error.Text.ShouldContain($"{property} is '{value}'");
        program.Publisher.Registry.Store.Tags("neither").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_of_ContainerImage_says_where_an_images_name_goes()
    {
        var result = await program.Publisher.PublishAsync(program.Project, "--no-build", "-p:ContainerImage=acme/shop:1");

        result.Errors.ShouldHaveSingleItem(result.Text).Text.ShouldContain("ContainerRegistry, ContainerRepository and ContainerImageTag");
    }

    [Theory]
    [InlineData("ContainerRegisty=registry.example", "ContainerRegistry?")]
    [InlineData("ContainerPort=80", "ContainerPort is an item")]
    public async Task A_name_that_is_nearly_right_is_a_warning(string property, string told)
    {
        var result = await program.Publisher.PublishAsync(program.Project, "--no-build", "-p:ContainerRepository=nearly", $"-p:{property}");

        var warning = result.ShouldSucceed().Warnings.ShouldHaveSingleItem(result.Text);
        warning.Code.ShouldBe("CTZ1004");
        warning.Text.ShouldContain(told);
    }

    [Fact]
    public async Task Even_if_that_is_why_there_is_no_image()
    {
        var result = await program.Project.TryPublishAsync(TestContext.Current.CancellationToken, "--no-build", "-p:ContainerImages=true");

        result.ShouldSucceed().Warnings.ShouldHaveSingleItem(result.Text).Text.ShouldContain("Did you mean ContainerImage?");
    }

    [Fact]
    public async Task A_build_does_not_mind_a_variable_of_that_name()
    {
        var result = await program.Project.TryBuildAsync(TestContext.Current.CancellationToken, "-c", "Release", "-p:ContainerImage=acme/shop:1");

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData(" true ", true)]
    [InlineData("False", false)]
    [Sets("ContainerImage")]
    public async Task True_and_false_are_read_in_any_case(string value, bool isMade)
    {
        var repository = $"case-{value.Trim().ToLowerInvariant()}{value.Length}";

        (await program.Publisher.PublishAsync(program.Project, "--no-build", $"-p:ContainerRepository={repository}", $"-p:ContainerImage={value}")).ShouldSucceed();

        program.Publisher.Registry.Store.Tags(repository).Any().ShouldBe(isMade);
    }

    [RanInto("a publish that nobody asked for", "dotnet pack of a tool with ContainerImage=true in the project", "a package, and no image")]
    [Theory]
    [InlineData("pack")]
    [InlineData("build", "-t:Pack")]
    public async Task Packing_a_tool_makes_no_image(string command, params string[] arguments)
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference().Property("PackAsTool", "true").Save();

        var result = await publisher.Workspace.Dotnet.RunAsync(
            [command, project.FullPath, .. arguments, .. publisher.ImageArguments], TestContext.Current.CancellationToken);

        result.ShouldSucceed().Warnings.ShouldBeEmpty();
        publisher.Registry.Requests.All.ShouldBeEmpty();
        publisher.Workspace.FilesBelow("App/bin").ShouldContain(file => file.EndsWith("App.1.0.0.nupkg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tool_that_is_published_gets_its_image_even_if_that_packs_it()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Console().ByReference().Property("PackAsTool", "true").Property("GeneratePackageOnBuild", "true");

        (await publisher.PublishSoundlyAsync(project)).Entrypoint.ShouldBe(["dotnet", "/app/App.dll"]);
    }

    [RanInto("a publish that nobody asked for", "dotnet build -p:DeployOnBuild=true of a web app with ContainerImage=true", "a build, and no image")]
    [Fact]
    public async Task A_build_that_deploys_makes_no_image_and_the_Publish_target_makes_one()
    {
        await using var publisher = await Publisher.StartAsync();
        var project = publisher.Workspace.Web().ByReference();

        var deployed = await project.TryBuildAsync(TestContext.Current.CancellationToken, [.. publisher.ImageArguments, "-p:DeployOnBuild=true"]);
        publisher.Registry.Store.Tags("app").ShouldBeEmpty();
        deployed.ShouldSucceed().Lines.ShouldContain(line => line.Contains("DeployOnBuild", StringComparison.Ordinal));

        (await project.TryBuildAsync(TestContext.Current.CancellationToken, [.. publisher.ImageArguments, "-t:Publish"])).ShouldSucceed();
        publisher.Registry.Store.Tags("app").ShouldBe(["latest"]);
    }
}
