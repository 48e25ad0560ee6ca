using Containerize.TestKit;
using Containerize.TestKit.Images;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A program that is one C# file, whose project exists in memory only.</summary>
public sealed class FileBasedAppTests : PublisherTests
{
    private const string Web = """
        var app = WebApplication.Create(args);
        app.MapGet("/", () => "hello");
        app.Run();
        """;

    [Fact]
    public async Task Its_properties_come_from_the_file()
    {
        Write("shop", "#:property ContainerImage=true", $"#:property ContainerRegistry={Publisher.Registry.Host}",
            $"#:property ContainerizeBaseRegistry={Publisher.Registry.Host}", "#:property ContainerRepository=acme/shop");

        var result = (await RunAsync("publish", "shop/app.cs")).ShouldSucceed();

        result.Warnings.ShouldBeEmpty(result.Text);
        var image = await Publisher.ImageAsync("acme/shop");
        image.Entrypoint.ShouldBe(["dotnet", "/app/app.dll"]);
    }

    [Fact]
    public async Task Its_properties_come_from_the_command_line_and_its_assembly_does_not_say_where_it_was_compiled()
    {
        Write("shop");

        var result = (await RunAsync(["publish", "shop/app.cs", .. Publisher.ImageArguments, "-p:ContainerRepository=acme/shop"])).ShouldSucceed();

        result.Warnings.ShouldBeEmpty(result.Text);
        (await Publisher.ImageAsync("acme/shop")).Entrypoint.ShouldBe(["dotnet", "/app/app.dll"]);
    }

    [Fact]
    public async Task The_package_may_be_a_second_SDK_and_several_platforms_share_the_layers()
    {
        Publisher.Workspace.Write("shop/app.cs", $"""
            #:sdk Microsoft.NET.Sdk.Web
            #:sdk Containerize.Sdk@{PackedPackage.Version}
            #:property PublishAot=false
            #:property ContainerRuntimeIdentifiers=linux-x64;linux-arm64
            {Web}
            """);

        (await RunAsync(["publish", "shop/app.cs", .. Publisher.ImageArguments])).ShouldSucceed();

        var x64 = await Publisher.ImageAsync();
        (await Publisher.ImageAsync(architecture: "arm64")).Entrypoint.ShouldBe(x64.Entrypoint);
    }

    [Fact]
    public async Task A_plan_is_that_of_a_publish_and_makes_nothing()
    {
        Write("shop", "#:property ContainerRepository=shop");

        var result = (await RunAsync(["build", "shop/app.cs", "-t:ContainerizePlan", .. Publisher.ImageArguments])).ShouldSucceed();

        result.Text.ShouldContain("/shop:latest");
        result.Text.ShouldContain("dotnet /app/app.dll");
        Publisher.Registry.Store.Tags("shop").ShouldBeEmpty();
        (await RunAsync(["publish", "shop/app.cs", .. Publisher.ImageArguments])).ShouldSucceed();
    }

    [RanInto("a program of one file", "dotnet build app.cs -t:ContainerizeDockerfile: app.cs.csproj does not exist", "a Dockerfile that copies and publishes app.cs, and shows the builder nothing else of its folder")]
    [Fact]
    public async Task Its_Dockerfile_copies_the_file_and_publishes_it()
    {
        Publisher.Workspace.WithPackageInside();
        Write("src/shop", "#:property ContainerRepository=shop", "#:project ../library/library.csproj");
        Publisher.Workspace.Write("src/shop/other.cs", "Console.WriteLine();");
        Publisher.Workspace.Write("src/Directory.Build.props", "<Project />");
        Publisher.Workspace.Project("src/library/library.csproj").Property("TargetFramework", "net10.0").File("Shared.cs", "class Shared;").Save();

        (await RunAsync(["build", "src/shop/app.cs", "-t:ContainerizeDockerfile"])).ShouldSucceed();

        var dockerfile = Publisher.Workspace.Read("src/shop/Dockerfile");
        dockerfile.ShouldContain("src/shop/app.cs src/shop/\n");
        dockerfile.ShouldContain("dotnet restore src/shop/app.cs ");
        dockerfile.ShouldContain("RUN dotnet publish src/shop/app.cs ");
        dockerfile.ShouldContain("COPY src/Directory.Build.props src/\n");
        dockerfile.ShouldContain("COPY src/library/ src/library/\n");
        dockerfile.ShouldNotContain("app.cs.csproj");
        dockerfile.ShouldNotContain("COPY src/shop/ ");
        dockerfile.ShouldNotContain("runfile");
        Publisher.Workspace.Read("src/shop/Dockerfile.dockerignore").ShouldNotContain("other.cs");
    }

    /// <param name="directives">Lines besides those that every one of these has.</param>
    private void Write(string folder, params string[] directives) => Publisher.Workspace.Write($"{folder}/app.cs", $"""
        #:sdk Microsoft.NET.Sdk.Web
        #:package Containerize.Sdk@{PackedPackage.Version}
        #:property PublishAot=false
        {string.Join('\n', directives)}
        {Web}
        """);

    private Task<DotnetResult> RunAsync(params string[] arguments)
        => Publisher.Workspace.Dotnet.RunAsync(arguments, TestContext.Current.CancellationToken, Publisher.Workspace.Root);
}
