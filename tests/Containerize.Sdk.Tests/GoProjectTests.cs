using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Containerize.TestKit.Registry.Seeding;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>A container project of Go, with a program in the place of the compiler that tells what it was called for.</summary>
public sealed class GoProjectTests : IAsyncLifetime
{
    /// <summary>Writes the file that is asked for.</summary>
    private const string Go = """
        #!/bin/sh
        echo "$GOOS $GOARCH $CGO_ENABLED $GOWORK $@" >> "$CALLS"
        while [ "$1" != -o ]; do shift; done
        echo "$GOARCH" > "$2"
        chmod 755 "$2"
        """;

    private Publisher publisher = null!;

    public async ValueTask InitializeAsync()
    {
        publisher = await Publisher.StartAsync();
        publisher.Registry.PushBase("distroless/static-debian12", "nonroot");
        publisher.Workspace.Write(".tools/go", Go.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(publisher.Workspace.PathOf(".tools/go"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        publisher.Workspace.Dotnet.Environment["PATH"] = $"{publisher.Workspace.PathOf(".tools")}:{Environment.GetEnvironmentVariable("PATH")}";
        publisher.Workspace.Dotnet.Environment["CALLS"] = publisher.Workspace.PathOf(".calls");
    }

    public ValueTask DisposeAsync() => publisher.DisposeAsync();

    [Fact]
    [Sets("ContainerGoPackage")]
    public async Task The_program_that_a_project_names_is_compiled_once_for_each_platform()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program in the place of the compiler is a shell script.");
        var shop = ProjectCreator.Create(publisher.Workspace, "Shop.proj", $"{PackedPackage.Name}/{PackedPackage.Version}")
            .Property("ContainerGoPackage", "./cmd/worker").Property("ContainerRuntimeIdentifiers", "linux-x64;linux-arm64")
            .File("go.mod", "module example.com/shop\n").File("main.go", "package main\n").File("cmd/worker/main.go", "package main\n");

        (await publisher.PublishAsync(shop)).ShouldSucceed().Warnings.ShouldBeEmpty();

        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var image = await publisher.ImageAsync("shop", architecture: architecture);
            image.Entrypoint.ShouldBe(["/app/worker"]);
            image.OwnLayers.ShouldHaveSingleItem().Class.ShouldBe("app");
            image.Files["app/worker"].Text.Trim().ShouldBe(architecture);
            image.Files["app/worker"].IsExecutable.ShouldBeTrue();
        }

        (await publisher.PublishAsync(shop, "--no-build")).ShouldSucceed().Text.ShouldContain("unchanged");
        Calls().Length.ShouldBe(2);
        Calls()[0].ShouldStartWith("linux amd64 0 off build -trimpath -buildvcs=false -ldflags=-s -w -buildid= -o ");

        publisher.Workspace.Write("cmd/worker/main.go", "package main // edited\n");
        (await publisher.PublishAsync(shop)).ShouldSucceed();
        Calls().Length.ShouldBe(4);
    }

    private string[] Calls() => File.ReadAllLines(publisher.Workspace.PathOf(".calls"));
}
