using System.Xml.Linq;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests.TestKit;

/// <summary>What goes through a server sees what it would see in a process of its own.</summary>
public sealed class BuildServerTests : IDisposable
{
    /// <summary>A shell's, which is started by the process that builds.</summary>
    private const string Command = "echo HOME=$HOME COLOUR=$COLOUR FOLDER=$PWD COMMAND=`xargs -0 < /proc/$PPID/cmdline` PROCESS=$PPID";

    private readonly TestWorkspace workspace = Create();

    [Fact]
    public async Task A_command_through_a_server_has_its_own_home_variables_and_folder()
    {
        SkipWhereNobodyTells();
        workspace.Dotnet.Environment["COLOUR"] = "red";
        var first = await ShowAsync(workspace);
        using var other = Create();
        var second = await ShowAsync(other);

        first.ShouldStartWith($"HOME={workspace.Home} COLOUR=red FOLDER={workspace.Root} ");
        second.ShouldStartWith($"HOME={other.Home} COLOUR= FOLDER={other.Root} ");
    }

    [Fact]
    public async Task Servers_are_fewer_than_commands_and_who_asks_for_none_has_a_process()
    {
        SkipWhereNobodyTells();
        var shared = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            shared.Add(Process(await ShowAsync(workspace)));
        }

        shared.Count.ShouldBeLessThan(3);
        workspace.Dotnet.ThroughServer = false;
        shared.ShouldNotContain(Process(await ShowAsync(workspace)));
    }

    [Fact]
    public async Task A_server_whose_command_did_not_end_is_ended()
    {
        SkipWhereNobodyTells();
        var mark = workspace.PathOf("server");
        workspace.Project("wait.proj", sdk: null)
            .Target("Wait", afterTargets: null, new XElement("Exec", new XAttribute("Command", $"echo $PPID > {mark} && sleep 60")))
            .Save();
        // The server that this one takes has started.
        await ShowAsync(workspace);
        workspace.Dotnet.Timeout = TimeSpan.FromSeconds(20);

        await Should.ThrowAsync<TimeoutException>(() => workspace.Dotnet.RunAsync(["msbuild", workspace.PathOf("wait.proj")], TestContext.Current.CancellationToken));

        // What is left of an ended process until its parent looks has no command line.
        var server = $"/proc/{File.ReadAllText(mark).Trim()}/cmdline";
        (File.Exists(server) ? File.ReadAllText(server) : string.Empty).ShouldBeEmpty(server);
    }

    public void Dispose() => workspace.Dispose();

    private static TestWorkspace Create()
    {
        var workspace = TestWorkspace.Create();
        workspace.Dotnet.ThroughServer = true;
        return workspace;
    }

    private static void SkipWhereNobodyTells() => Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process was started with is read from /proc.");

    /// <summary>The id of the process that built.</summary>
    private static string Process(string line) => line.Split("PROCESS=")[1].Trim();

    private static async Task<string> ShowAsync(TestWorkspace workspace, params string[] arguments)
    {
        workspace.Project("p.proj", sdk: null)
            .Target("Show", afterTargets: null, new XElement("Exec", new XAttribute("EchoOff", "true"), new XAttribute("Command", Command)))
            .Save();
        var result = await workspace.Dotnet.RunAsync(["msbuild", workspace.PathOf("p.proj"), "-t:Show", "-v:minimal", .. arguments], TestContext.Current.CancellationToken);
        return result.ShouldSucceed().Lines.Single(line => line.Contains("HOME=", StringComparison.Ordinal)).Trim();
    }
}
