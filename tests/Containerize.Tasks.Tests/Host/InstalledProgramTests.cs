using Containerize.Host;
using Containerize.Host.Programs;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Host;

/// <summary>Where engines are looked for: on PATH, then where installers put them.</summary>
public sealed class InstalledProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public InstalledProgramTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "files there have no mode");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void PATH_goes_first()
    {
        var onPath = Program("path/docker");
        Program("home/.docker/bin/docker");

        Find().ShouldBe(onPath);
    }

    [RanInto("an IDE does not find docker", "publish started from a desktop, whose PATH has not the folder that docker was installed into", "the folders that engines are installed into are searched after PATH")]
    [Theory]
    [InlineData("home/.docker/bin")]
    [InlineData("home/.rd/bin")]
    [InlineData("home/bin")]
    [InlineData("home/.local/bin")]
    [InlineData("machine/usr/local/bin")]
    public void Folders_of_installers_are_searched_after_it(string installed)
    {
        var program = Program(installed + "/docker");

        Find().ShouldBe(program);
    }

    [Fact]
    public void A_PATH_without_the_systems_folder_is_taken_at_its_word()
    {
        Program("machine/usr/bin/docker");

        Find().ShouldBeNull();
    }

    [Fact]
    public void A_home_that_is_not_there_is_no_folder() => InstalledProgram.Find("no-such-engine", new HostEnvironment(_ => null, "", folder.At("machine"))).ShouldBeNull();

    private string? Find() => InstalledProgram.Find("docker", new HostEnvironment(name => name == "PATH" ? folder.At("path") : null, folder.At("home"), folder.At("machine")));

    private string Program(string path)
    {
        var program = folder.Write(path, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return program;
    }
}
