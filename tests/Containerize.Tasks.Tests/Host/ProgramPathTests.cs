using Containerize.Host.Programs;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Host;

/// <summary>Where programs are looked for: on PATH, and never where the build happens to be.</summary>
public sealed class ProgramPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ProgramPathTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "files there have no mode");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_folder_that_has_it_wins()
    {
        var first = Program("one/docker-credential-x");
        Program("two/docker-credential-x");

        Find("docker-credential-x", folder.At("none"), folder.At("one"), folder.At("two")).ShouldBe(first);
    }

    [Fact]
    public void What_cannot_be_run_is_passed_over()
    {
        folder.Write("one/git", "only read");
        Directory.CreateDirectory(folder.At("two/git"));
        var program = Program("three/git");

        Find("git", folder.At("one"), folder.At("two"), folder.At("three")).ShouldBe(program);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("bin")]
    [InlineData(null)]
    public void An_entry_that_depends_on_the_current_folder_is_none(string? searchPath)
    {
        Directory.CreateDirectory("bin");
        var here = Path.Join(Directory.GetCurrentDirectory(), searchPath, "containerize-planted");
        Plant(here);
        try
        {
            ProgramPath.Find("containerize-planted", searchPath).ShouldBeNull();
        }
        finally
        {
            File.Delete(here);
        }
    }

    [RanInto("a program on Windows that is not an .exe", "docker-credential-x.cmd or .bat on the PATH was not found", "found in the order of PATHEXT")]
    [Theory]
    [InlineData("docker-credential-x", ".COM;.EXE;.BAT;.CMD;.VBS;.JS;.PS1", "docker-credential-x.com docker-credential-x.exe docker-credential-x.bat docker-credential-x.cmd")]
    [InlineData("docker-credential-x", ".CMD; .EXE", "docker-credential-x.cmd docker-credential-x.exe")]
    [InlineData("docker-credential-x", null, "docker-credential-x.com docker-credential-x.exe docker-credential-x.bat docker-credential-x.cmd")]
    [InlineData("docker-credential-ecr-login.1", ".EXE", "docker-credential-ecr-login.1.exe")]
    [InlineData("docker.EXE", ".COM;.EXE", "docker.EXE")]
    [InlineData("docker.cmd", ".COM;.EXE;.CMD", "docker.cmd")]
    [InlineData("git", "", "git")]
    public void On_Windows_a_program_has_one_of_the_systems_extensions(string program, string? extensions, string expected)
        => string.Join(' ', ProgramPath.ListFileNames(program, extensions)).ShouldBe(expected);

    [Theory]
    [InlineData("./git")]
    [InlineData("bin/git")]
    [InlineData("..\\git")]
    public void A_relative_path_is_no_program(string program)
    {
        Program("one/git");
        Program("one/bin/git");

        Find(program, folder.At("one")).ShouldBeNull();
    }

    [Fact]
    public void An_absolute_path_is_what_it_is() => Find("/bin/sh", folder.Root).ShouldBe("/bin/sh");

    [Fact]
    public async Task A_program_planted_in_the_current_folder_is_not_run()
    {
        var here = Path.Join(Directory.GetCurrentDirectory(), "containerize-planted-too");
        Plant(here);
        try
        {
            (await ProgramRunner.RunAsync(new ProgramCall("containerize-planted-too", [], TimeSpan.FromSeconds(30)) { WorkingDirectory = folder.Root }, TestContext.Current.CancellationToken)).ShouldBeNull();
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Fact]
    public async Task A_program_on_PATH_is_run()
        => (await ProgramRunner.RunAsync(new ProgramCall("true", [], TimeSpan.FromSeconds(30)), TestContext.Current.CancellationToken)).ShouldNotBeNull().Succeeded.ShouldBeTrue();

    private static string? Find(string program, params string[] folders) => ProgramPath.Find(program, string.Join(Path.PathSeparator, folders));

    private string Program(string relative) => Plant(folder.Write(relative, "#!/bin/sh\n"));

    private static string Plant(string path)
    {
        File.WriteAllText(path, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
