using System.Diagnostics;
using Containerize.TestKit;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>
/// The ways in which people come to an image of one commit: build, test, publish; publish alone; a solution; with --no-build; in another clone. They
/// get one digest, and nothing is compiled twice.
/// </summary>
public sealed class FlowTests : PublisherTests
{
    private const string Solution = "All.slnx";
    private const string App = "src/App/App.csproj";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RanInto("same commit, another image", "build, test and publish of a solution in which every project sees the package, in and outside of git, with --no-build, of a project or of the solution, in two clones", "one digest; a publish after a build compiles nothing, and neither does the build after it")]
    public async Task Where_every_project_sees_the_package_each_flow_gives_one_digest_and_compiles_nothing_twice(bool git)
    {
        await WriteAsync("one", everywhere: true, git);

        await BuildAsync("one", Solution, compiles: 5);
        var published = await PublishAsync("one", App, compiles: 0);

        (await PublishAsync("one", App, compiles: 0, "--no-build")).ShouldBe(published);
        (await PublishAsync("one", Solution, compiles: 0)).ShouldBe(published);
        await BuildAsync("one", Solution, compiles: 0);

        await CopyAsync("one", "another/much deeper/folder", git);
        (await PublishAsync("another/much deeper/folder", App, compiles: 4)).ShouldBe(published);
        await BuildAsync("another/much deeper/folder", App, compiles: 0);

        await CopyAsync("one", "third", git);
        (await PublishAsync("third", Solution, compiles: 5)).ShouldBe(published);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [RanInto("same commit, another image", "the package in the app alone, and libraries that a build compiled before the publish", "what was built ships as it is, nothing is compiled again, and warning CTZ5010 names the libraries and the line that mends it")]
    public async Task Where_only_the_app_sees_the_package_what_was_built_before_ships_as_it_is_and_a_warning_says_so(bool git)
    {
        await WriteAsync("one", everywhere: false, git);

        await BuildAsync("one", Solution, compiles: 5);
        var result = await RunAsync("publish", "one", App, compiles: 0, Publisher.ImageArguments);

        var warning = result.Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CTZ5010");
        warning.Text.ShouldContain("First.dll, Second.dll, Third.dll carry");
        warning.Text.ShouldNotContain("App.dll");
        warning.Text.ShouldContain("Directory.Build.props");
        await BuildAsync("one", Solution, compiles: 0);

        await CopyAsync("one", "two", git);
        var alone = await PublishAsync("two", App, compiles: 4);
        (await PublishAsync("two", App, compiles: 0)).ShouldBe(alone);
        await CopyAsync("one", "three/deeper", git);
        (await PublishAsync("three/deeper", App, compiles: 4)).ShouldBe(alone);
    }

    [Fact]
    public async Task Who_has_decided_about_paths_gets_no_warning_and_no_mapping()
    {
        await WriteAsync("one", everywhere: true, git: false);
        Publisher.Workspace.Write("one/Directory.Build.targets", "<Project />");
        Publisher.Workspace.Write("one/src/Directory.Build.props", """
            <Project>
              <Import Project="../Directory.Build.props" />
              <PropertyGroup><DeterministicSourcePaths>false</DeterministicSourcePaths></PropertyGroup>
            </Project>
            """);

        await PublishAsync("one", App, compiles: 4);

        (await Publisher.ImageAsync()).Files["app/App.dll"].Content.AsSpan().IndexOf("one/src/App/obj"u8).ShouldBeGreaterThan(0);
    }

    /// <summary>An app, three libraries of which one leads to the next, a test project and a tool that is not published.</summary>
    private async Task WriteAsync(string folder, bool everywhere, bool git)
    {
        var workspace = Publisher.Workspace;
        string? previous = null;
        foreach (var name in (string[])["First", "Second", "Third"])
        {
            Project($"src/{name}/{name}.csproj", $"namespace {name}; public static class Greeting {{ public static string Text => \"{name}\" + {(previous is null ? "\"\"" : $"{previous}.Greeting.Text")}; }}", previous is null ? [] : [$"../{previous}/{previous}.csproj"]);
            previous = name;
        }

        Project(App, "System.Console.WriteLine(Third.Greeting.Text + First.Greeting.Text);", ["../Third/Third.csproj"], "<OutputType>Exe</OutputType>", own: !everywhere);
        Project("tests/Checks/Checks.csproj", "public class Checks { public string Text => Second.Greeting.Text; }", ["../../src/Second/Second.csproj"], "<IsTestProject>true</IsTestProject>");
        workspace.Write($"{folder}/Directory.Build.props", $"<Project>{(everywhere ? Reference() : string.Empty)}</Project>");
        workspace.Write($"{folder}/nuget.config", workspace.Read("nuget.config"));
        workspace.Write($"{folder}/.gitignore", "bin/\nobj/\n");
        workspace.Write($"{folder}/{Solution}", $"<Solution>{string.Concat(new[] { App, "src/First/First.csproj", "src/Second/Second.csproj", "src/Third/Third.csproj", "tests/Checks/Checks.csproj" }.Select(path => $"<Project Path=\"{path}\" />"))}</Solution>");
        if (git)
        {
            await GitAsync(folder, "init", "-q");
            await GitAsync(folder, "remote", "add", "origin", "https://github.com/acme/shop.git");
            await GitAsync(folder, "add", ".");
            await GitAsync(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "sources");
        }

        void Project(string path, string source, string[] references, string properties = "", bool own = false)
        {
            workspace.Write($"{folder}/{path}", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
                  <ItemGroup>{string.Concat(references.Select(reference => $"<ProjectReference Include=\"{reference}\" />"))}</ItemGroup>
                  {(own ? Reference() : string.Empty)}
                </Project>
                """);
            workspace.Write($"{folder}/{Path.GetDirectoryName(path)}/Code.cs", source);
        }

        static string Reference() => $"<ItemGroup><PackageReference Include=\"{PackedPackage.Name}\" Version=\"{PackedPackage.Version}\" PrivateAssets=\"all\" /></ItemGroup>";
    }

    /// <summary>The same sources elsewhere, without what was built of them.</summary>
    private async Task CopyAsync(string from, string to, bool git)
    {
        if (git)
        {
            await GitAsync(".", "clone", "-q", Publisher.Workspace.PathOf(from), Publisher.Workspace.PathOf(to));
            await GitAsync(to, "remote", "set-url", "origin", "https://github.com/acme/shop.git");
            return;
        }

        foreach (var file in Publisher.Workspace.FilesBelow(from).Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")))
        {
            Publisher.Workspace.Write(Path.Join(to, file), Publisher.Workspace.Read(Path.Join(from, file)));
        }
    }

    private Task<DotnetResult> BuildAsync(string folder, string what, int compiles) => RunAsync("build", folder, what, compiles, ["-c", "Release"]);

    /// <returns>The image's digest.</returns>
    private async Task<string> PublishAsync(string folder, string what, int compiles, params string[] arguments)
    {
        var result = await RunAsync("publish", folder, what, compiles, [.. Publisher.ImageArguments, .. arguments]);
        result.Warnings.ShouldBeEmpty();
        return (await Publisher.ImageAsync()).Digest;
    }

    private async Task<DotnetResult> RunAsync(string command, string folder, string what, int compiles, string[] arguments)
    {
        var log = Publisher.Workspace.PathOf("flow.binlog");
        var result = await Publisher.Workspace.Dotnet.RunAsync([command, Publisher.Workspace.PathOf(Path.Join(folder, what)), $"-bl:{log}", .. arguments], TestContext.Current.CancellationToken);
        result.ShouldSucceed();
        Binlog.Read(log).RunsOfTask("Csc").ShouldBe(compiles, $"{command} {what} in {folder}");
        return result;
    }

    private async Task GitAsync(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Publisher.Workspace.PathOf(folder) })!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
