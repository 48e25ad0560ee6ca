using Containerize.Diagnostics;
using Containerize.Languages.Go;
using Containerize.Oci;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Languages;

/// <summary>What a folder with a go.mod tells of a program.</summary>
public sealed class GoAppTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("module example.com/shop\n\ngo 1.24.3\n", "main.go", null, "./shop")]
    [InlineData("module example.com/shop/v2\n", "main.go", null, "./shop")]
    [InlineData("module example.com/shop\n", "cmd/api/main.go", null, "./api")]
    [InlineData("module example.com/shop\n", "main.go", "cmd/worker", "./worker")]
    [InlineData("module example.com/shop\n", "main.go", "./cmd/worker/", "./worker")]
    public void Its_program_is_called_for_its_package(string module, string file, string? package, string command)
    {
        folder.Write("go.mod", module);
        folder.Write(file, "// a program\npackage main\n");

        GoApp.Read(folder.Root, package).FindCommand().ShouldBe([command]);
    }

    [Theory]
    [InlineData(new[] { "lib.go" }, "neither the folder nor one in cmd")]
    [InlineData(new[] { "cmd/a/main.go", "cmd/b/main.go" }, "there are a, b in cmd")]
    public void Which_program_is_meant_has_to_be_known(string[] files, string told)
    {
        folder.Write("go.mod", "module example.com/shop\n");
        foreach (var file in files)
        {
            folder.Write(file, file == "lib.go" ? "package shop\n" : "package main\n");
        }

        var error = Should.Throw<ContainerizeException>(GoApp.Read(folder.Root, null).FindCommand);

        error.Code.ShouldBe(ErrorCodes.AppCommandUnknown);
        error.Message.ShouldContain(told);
        error.Message.ShouldContain("ContainerGoPackage");
    }

    [Fact]
    public void It_is_compiled_by_the_version_of_its_module_and_stands_on_nothing()
    {
        folder.Write("go.mod", "module example.com/shop\n\ngo 1.24.3\n");

        var app = GoApp.Read(folder.Root, null);

        app.BuildImage.ShouldBe((DockerHub.Name, "library/golang", "1.24"));
        app.Base.Repository.ShouldBe("distroless/static-debian12");
    }

    [Fact]
    public void Modules_are_downloaded_before_the_sources_come_unless_they_are_there()
    {
        folder.Write("go.mod", "module example.com/shop\nrequire (\n\texample.com/kit v1.0.0\n)\n");
        folder.Write("go.sum", "x");
        folder.Write("main.go", "package main\n");
        GoApp.Read(folder.Root, null).DescribeRestore()!.Files.ShouldBe(["go.mod", "go.sum"]);

        folder.Write("vendor/modules.txt", "x");
        GoApp.Read(folder.Root, null).DescribeRestore().ShouldBeNull();
    }

    [Theory]
    [InlineData("replace example.com/kit => ../kit")]
    [InlineData("replace example.com/kit v1.0.0 => /work/kit")]
    public void A_module_outside_of_the_folder_is_an_error(string line)
    {
        folder.Write("go.mod", $"module example.com/shop\n{line}\n");

        Should.Throw<ContainerizeException>(() => GoApp.Read(folder.Root, null)).Code.ShouldBe(ErrorCodes.OutsideContext);
    }

    [Fact]
    public void A_module_inside_of_it_is_none()
    {
        folder.Write("go.mod", "module example.com/shop\nreplace example.com/kit => ./kit\n");

        GoApp.Read(folder.Root, null).Folder.ShouldBe(folder.Root);
    }

    [Theory]
    [InlineData("go 1.24\n", "names no module")]
    [InlineData(null, "there is no go.mod")]
    public void What_cannot_be_read_is_told(string? text, string told)
    {
        if (text is not null)
        {
            folder.Write("go.mod", text);
        }

        Should.Throw<ContainerizeException>(() => GoApp.Read(folder.Root, null)).Message.ShouldContain(told);
    }
}
