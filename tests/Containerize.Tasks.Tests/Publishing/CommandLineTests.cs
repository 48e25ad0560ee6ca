using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.TestKit;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Publishing;

/// <summary>The rules are the .NET SDK's, so that projects set up for it start the same way.</summary>
public sealed class CommandLineTests
{
    private static readonly CommandLine App = new() { AppCommand = ["dotnet", "/app/Shop.dll"] };

    [Fact]
    public void By_default_the_app_is_the_entrypoint()
        => ShouldRun(App with { AppCommandArgs = ["serve"], DefaultArgs = ["--fast"] }, ["dotnet", "/app/Shop.dll", "serve"], ["--fast"]);

    [Fact]
    public void With_an_entrypoint_of_the_users_the_app_becomes_its_arguments()
        => ShouldRun(App with { Entrypoint = ["/init"], EntrypointArgs = ["-v"], DefaultArgs = ["x"] }, ["/init", "-v"], ["dotnet", "/app/Shop.dll", "x"]);

    [Fact]
    public void As_default_arguments_it_goes_to_the_bases_entrypoint()
        => ShouldRun(App with { Instruction = AppCommandInstruction.DefaultArgs }, ["/base"], ["dotnet", "/app/Shop.dll"]);

    [Fact]
    public void None_leaves_the_app_out()
        => ShouldRun(new CommandLine { Instruction = AppCommandInstruction.None, Entrypoint = ["/x"], DefaultArgs = ["y"] }, ["/x"], ["y"]);

    [Fact]
    public void Arguments_without_an_entrypoint_are_the_apps_default_arguments()
        => ShouldRun(App with { EntrypointArgs = ["--old"] }, ["dotnet", "/app/Shop.dll"], ["--old"]);

    [Fact]
    public void Two_entrypoints_are_an_error() => ShouldFail(App with { Instruction = AppCommandInstruction.Entrypoint, Entrypoint = ["/x"] }, "ContainerEntrypoint");

    [Fact]
    public void Arguments_without_a_command_are_an_error() => ShouldFail(new CommandLine { AppCommandArgs = ["x"] }, "ContainerAppCommandArgs");

    [RanInto("a command that is left out", "ContainerAppCommandInstruction=None with a ContainerAppCommand: dropped", "CTZ1110")]
    [Fact]
    [PeerCase("commands: None with an app's command is refused")]
    public void A_command_that_None_would_leave_out_is_an_error() => ShouldFail(App with { Instruction = AppCommandInstruction.None, Entrypoint = ["/x"] }, "ContainerAppCommandInstruction is None");

    private static void ShouldRun(CommandLine line, string[] entrypoint, string[] command)
    {
        var resolved = line.Resolve(["/base"]);
        resolved.Entrypoint.ShouldBe(entrypoint);
        resolved.Command.ShouldBe(command);
    }

    private static void ShouldFail(CommandLine line, string naming)
    {
        var error = Should.Throw<ContainerizeException>(() => line.Resolve([]));
        error.Code.ShouldBe(ErrorCodes.InvalidEntrypoint);
        error.Message.ShouldContain(naming);
    }
}
